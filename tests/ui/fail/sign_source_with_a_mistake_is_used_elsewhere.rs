use lianlian::*;
use serde::Serialize;

#[derive(Serialize, SignSource)]
struct Message {
    #[lianlian(jsn)]
    list: Vec<String>,
    rate: f64,
}

fn sign(message: &Message, signer: &dyn Signer) -> Result<String, SignError> {
    println!("{}", message.source());
    message.sign(signer)
}

fn main() {}
