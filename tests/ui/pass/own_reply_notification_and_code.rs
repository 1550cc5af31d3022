use lianlian::*;

#[derive(Debug, PartialEq, Code)]
enum State {
    #[lianlian(code = "SUCCESS")]
    Paid,
    #[lianlian(unknown)]
    Other(UnknownCode),
}

#[derive(Debug, Reply)]
#[lianlian(operation = aggregate::Query)]
struct Found {
    #[lianlian(field = "result_pay")]
    state: Option<State>,
    memo: Unsigned<String>,
    #[lianlian(unknown)]
    rest: UnknownFields,
    #[lianlian(skip)]
    seen: bool,
}

#[derive(Debug, Notification)]
#[lianlian(operation = aggregate::AsyncNotification)]
struct Paid {
    #[lianlian(field = "no_order")]
    id: String,
    #[lianlian(field = "money_order")]
    total: Amount,
}

fn uses(found: &Verified<Found>, paid: &Verified<Paid>) -> bool {
    let is_known = found.rest.is_empty() && !found.seen && found.memo.unverified().is_none();
    found.state == Some(State::Paid) && is_known && paid.id == "1" && paid.total.fen() == 1
}

fn main() {
    let _ = uses;
    let state = State::from_code("SOON").unwrap();
    assert_eq!(state.code(), "SOON");
    assert_ne!(state, State::Paid);
}
