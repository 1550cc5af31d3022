use lianlian::{SignError, SignSource, Signer};

struct Message {
    no_order: String,
}

fn sign(message: &impl SignSource, signer: &dyn Signer) -> Result<String, SignError> {
    message.sign(signer)
}

fn both(message: &Message, signer: &dyn Signer) {
    let _ = sign(message, signer);
}

fn main() {}
