use lianlian::*;

#[derive(Notification)]
#[lianlian(operation = aggregate::AsyncNotification)]
struct Paid {
    #[lianlian(name = "no_order")]
    id: String,
}

fn main() {}
