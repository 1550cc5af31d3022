use lianlian::*;

#[derive(Debug, Notification)]
struct Paid {
    no_order: String,
}

fn receive(receiver: &Receiver, body: &[u8]) -> Option<String> {
    let paid = receiver.notification::<Paid>(body).ok()?;
    Some(paid.no_order.clone())
}

fn browser(receiver: &Receiver, text: &str) -> Option<String> {
    let paid = receiver.browser_notification_text::<Paid>(text).ok()?;
    Some(paid.no_order.clone())
}

fn main() {}
