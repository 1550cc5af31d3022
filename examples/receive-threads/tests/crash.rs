//! A process that dies when the booking is written and not yet committed.

#![allow(clippy::unwrap_used)]

#[path = "../../../tests/support/receiving.rs"]
mod receiving;

use std::path::Path;
use std::process::{Command, abort};
use std::{env, fs};

use lianlian::{GatewayKey, Receiver, Scheme};
use receive_threads::Shop;
use receiving::{Gateway, MERCHANT, ORDER, placed, total};

/// Names the folder to the process that is to die.
const FOLDER: &str = "RECEIVE_THREADS_FOLDER";

fn shop(folder: &Path) -> Shop {
    let key = GatewayKey::from_pem_file(folder.join("gateway.pem")).unwrap();
    let receiver = Receiver::new(MERCHANT, key, Scheme::Rsa).unwrap();
    Shop::open(&folder.join("orders.db"), receiver).unwrap()
}

#[test]
#[ignore = "run by the other test, in a process of its own"]
fn dies_while_booking() {
    let folder = env::var(FOLDER).unwrap();
    let folder = Path::new(&folder);
    let body = fs::read(folder.join("body.json")).unwrap();
    shop(folder).notified_then(&body, || {
        fs::write(folder.join("written"), "").unwrap();
        abort();
    });
}

#[test]
fn a_booking_that_a_crash_cut_off_is_made_once_by_the_next_delivery() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("receive-threads-crash");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let gateway = Gateway::new();
    let body = gateway.paid(ORDER);
    fs::write(folder.join("gateway.pem"), gateway.public_key().to_pem().unwrap()).unwrap();
    fs::write(folder.join("body.json"), &body).unwrap();
    shop(&folder).place(ORDER, total(), placed()).unwrap();

    let died = Command::new(env::current_exe().unwrap())
        .args(["--ignored", "--exact", "dies_while_booking"])
        .env(FOLDER, &folder)
        .output()
        .unwrap();
    assert!(!died.status.success());
    assert!(folder.join("written").exists(), "{died:?}");

    let shop = shop(&folder);
    assert_eq!(shop.bookings(ORDER).unwrap(), 0);
    for _ in 0..2 {
        assert_eq!(shop.notified(body.as_bytes()).status, 200);
        assert_eq!(shop.bookings(ORDER).unwrap(), 1);
    }
}
