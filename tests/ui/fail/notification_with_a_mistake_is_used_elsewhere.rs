use lianlian::*;

#[derive(Debug, Notification)]
#[lianlian(operation = aggregate::AsyncNotification)]
struct Paid {
    #[lianlian(filed = "no_order")]
    id: String,
}

fn receive(receiver: &Receiver, body: &[u8]) -> Option<String> {
    let paid = receiver.notification::<Paid>(body).ok()?;
    Some(paid.id.clone())
}

fn main() {}
