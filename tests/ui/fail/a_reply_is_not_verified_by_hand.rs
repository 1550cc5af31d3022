use lianlian::*;

fn believe(reply: aggregate::QueryReply) -> Verified<aggregate::QueryReply> {
    Verified { value: reply }
}

fn main() {}
