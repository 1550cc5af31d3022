use lianlian::*;

#[derive(Notification)]
#[lianlian(operation = aggregate::AsyncNotification)]
struct Paid {
    no_order: String,
    #[lianlian(field = "no_order")]
    id: String,
}

fn main() {}
