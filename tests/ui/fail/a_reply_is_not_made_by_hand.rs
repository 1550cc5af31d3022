use lianlian::*;

fn forge(other: aggregate::QueryReply) -> aggregate::QueryReply {
    aggregate::QueryReply {
        ret_code: codes::AnswerCode::Handled,
        ..other
    }
}

fn main() {}
