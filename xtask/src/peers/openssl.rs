//! The command `openssl`: its signature over a source, and the speed that it tells of itself.

use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::Failure;
use crate::command::root;

/// The Base64 signature over a source.
pub(crate) fn signature(source: &str, hash: &str, bits: &str) -> Result<String, Failure> {
    let key = root().join(format!("lianlian-api/tests/vectors/merchant_{bits}.pkcs8.pem"));
    let key = key.to_string_lossy();
    let hash = format!("-{}", hash.to_ascii_lowercase());
    let raw = piped(&["dgst", &hash, "-sign", &key], source.as_bytes())?;
    let text = piped(&["base64", "-A"], &raw)?;
    String::from_utf8(text).map_err(|_| "`openssl base64` prints what is not UTF-8".to_owned())
}

fn piped(arguments: &[&str], input: &[u8]) -> Result<Vec<u8>, Failure> {
    let failed = |reason: String| format!("`openssl {}`: {reason}", arguments.join(" "));
    let mut child = Command::new("openssl")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| failed(error.to_string()))?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(input).map_err(|error| failed(error.to_string()))?;
    }
    let output = child.wait_with_output().map_err(|error| failed(error.to_string()))?;
    if output.status.success() { Ok(output.stdout) } else { Err(failed(output.status.to_string())) }
}

/// What `openssl speed` says of the lengths of one key, in nanoseconds, one for each run.
#[derive(Default)]
pub(crate) struct Speed {
    pub(crate) sign: Vec<f64>,
    pub(crate) verify: Vec<f64>,
}

impl Speed {
    /// Has it run for two seconds.
    pub(crate) fn measure(&mut self, bits: &str) -> Result<(), Failure> {
        let key = format!("rsa{bits}");
        let arguments = ["speed", "-mr", "-elapsed", "-seconds", "1", &key];
        // It tells what it does on standard error.
        let output = Command::new("openssl").args(arguments).output();
        let output = output.map_err(|error| format!("`openssl speed`: {error}"))?;
        let text = String::from_utf8_lossy(&output.stdout);
        let rates = text.lines().find_map(rates);
        let (sign, verify) = rates.ok_or("`openssl speed -mr` tells no rates of RSA")?;
        self.sign.push(1e9 / sign);
        self.verify.push(1e9 / verify);
        Ok(())
    }
}

/// Signatures and verifications in a second, from `+F2:index:bits:signatures:verifications`.
fn rates(line: &str) -> Option<(f64, f64)> {
    let mut words = line.strip_prefix("+F2:")?.split(':').skip(2);
    Some((words.next()?.parse().ok()?, words.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_stand_in_the_last_line_of_a_machine_readable_run() {
        assert_eq!(rates("+F2:2:2048:1792.307692:35875.000000"), Some((1_792.307_692, 35_875.0)));
        assert_eq!(rates("+R1:1728:1024:1.01"), None);
    }
}
