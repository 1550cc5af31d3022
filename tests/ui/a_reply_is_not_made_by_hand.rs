use lianlian::*;

fn forge() -> aggregate::QueryReply {
    aggregate::QueryReply {
        ret_code: codes::AnswerCode::Handled,
        ..todo!()
    }
}

fn main() {}
