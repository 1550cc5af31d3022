//! Where notifications come from: a check of the sender's address.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr};

use crate::meta::{AddressRange, GatewayMeta};

/// Addresses that notifications are expected from.
///
/// The documented ones are years old, and its two editions differ: ask LianLian for the current
/// list before turning anything away, and add what it says with [`NotificationSources::also`]. A known
/// address never replaces the check of the signature, and a notification whose signature verifies
/// is genuine wherever it came from. Behind a proxy the address of the connection is the proxy's.
///
/// ```
/// use lianlian_api::NotificationSources;
/// let sources = NotificationSources::own().also("10.1.0.0/16")?.also("203.0.113.7")?;
/// assert!(sources.check("10.1.2.3".parse()?).is_some());
/// assert!(sources.check("10.2.2.3".parse()?).is_none());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct NotificationSources {
    known: Vec<Known>,
}

#[derive(Clone, Copy, Debug)]
struct Known {
    /// The edition that prints it; `None` for one's own.
    edition: Option<&'static str>,
    range: AddressRange,
}

/// Who knows an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownSource {
    editions: Vec<&'static str>,
    is_own: bool,
}

/// Why an address or an edition is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotificationSourceError {
    /// The text is no IPv4 address and no block of them.
    #[error(
        "`{0}` is no IPv4 address and no block of them: write 10.1.2.3 or 10.1.0.0/16 (the gateway's \
         documentation knows IPv4 only)"
    )]
    Address(String),
    /// The block's address has bits set that its length does not cover.
    #[error("`{given}` is no whole block: write {block}, or {address} for that one address")]
    Block {
        /// What was given.
        given: String,
        /// The block that it lies in.
        block: String,
        /// The address alone.
        address: Ipv4Addr,
    },
    /// The range ends before it begins.
    #[error("the range from {first} to {last} ends before it begins: swap them")]
    Backwards {
        /// The first address.
        first: Ipv4Addr,
        /// The last address.
        last: Ipv4Addr,
    },
    /// No such edition is documented.
    #[error("no addresses are known of an edition `{edition}`; editions with addresses: {known}")]
    Edition {
        /// What was given.
        edition: String,
        /// The editions there are.
        known: String,
    },
}

impl NotificationSources {
    /// The addresses that the gateway's documentation prints, of every edition of it.
    pub fn documented(gateway: &GatewayMeta) -> Self {
        let lists = gateway.notification_addresses.iter();
        let known = lists.flat_map(|list| {
            let known = |range: &AddressRange| Known { edition: Some(list.edition), range: *range };
            list.ranges.iter().map(known)
        });
        Self { known: known.collect() }
    }

    /// None yet; for a list that is wholly one's own.
    pub const fn own() -> Self {
        Self { known: Vec::new() }
    }

    /// Adds an address, `10.1.2.3`, or a block of them, `10.1.0.0/16`.
    ///
    /// # Errors
    /// [`NotificationSourceError::Address`] for any other text, IPv6 included;
    /// [`NotificationSourceError::Block`] when the address is not the first of its block.
    pub fn also(self, addresses: &str) -> Result<Self, NotificationSourceError> {
        let range = block(addresses)?;
        self.also_range(range.first, range.last)
    }

    /// Adds the addresses from the first to the last, both included.
    ///
    /// # Errors
    /// [`NotificationSourceError::Backwards`] when the last comes before the first.
    pub fn also_range(
        mut self,
        first: Ipv4Addr,
        last: Ipv4Addr,
    ) -> Result<Self, NotificationSourceError> {
        if last < first {
            return Err(NotificationSourceError::Backwards { first, last });
        }
        self.known.push(Known { edition: None, range: AddressRange { first, last } });
        Ok(self)
    }

    /// Drops what other editions of the documentation print; one's own addresses stay.
    ///
    /// # Errors
    /// [`NotificationSourceError::Edition`] when this edition prints none.
    pub fn only_edition(mut self, edition: &str) -> Result<Self, NotificationSourceError> {
        let mut editions: Vec<_> = self.known.iter().filter_map(|known| known.edition).collect();
        if !editions.contains(&edition) {
            editions.dedup();
            let known = if editions.is_empty() { "none".to_owned() } else { editions.join(", ") };
            return Err(NotificationSourceError::Edition { edition: edition.to_owned(), known });
        }
        self.known.retain(|known| known.edition.is_none_or(|own| own == edition));
        Ok(self)
    }

    /// Who knows this address; `None` when nobody does.
    ///
    /// An IPv4 address inside IPv6, as a socket for both gives it (`::ffff:10.1.2.3`), counts as what
    /// it is.
    pub fn check(&self, address: IpAddr) -> Option<KnownSource> {
        let IpAddr::V4(address) = address.to_canonical() else {
            return None;
        };
        let mut source = KnownSource { editions: Vec::new(), is_own: false };
        let holds = |known: &&Known| (known.range.first..=known.range.last).contains(&address);
        for known in self.known.iter().filter(holds) {
            match known.edition {
                Some(edition) if source.editions.contains(&edition) => {}
                Some(edition) => source.editions.push(edition),
                None => source.is_own = true,
            }
        }
        (source.is_own || !source.editions.is_empty()).then_some(source)
    }
}

impl KnownSource {
    /// The editions of the documentation that print the address.
    pub fn editions(&self) -> &[&'static str] {
        &self.editions
    }

    /// Whether it is among the addresses that the merchant added.
    pub const fn is_own(&self) -> bool {
        self.is_own
    }
}

impl fmt::Display for KnownSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut names: Vec<_> = self.editions.iter().map(|one| format!("edition {one}")).collect();
        names.extend(self.is_own.then(|| "own".to_owned()));
        f.write_str(&names.join(", "))
    }
}

/// The addresses of a block, or the one address.
fn block(text: &str) -> Result<AddressRange, NotificationSourceError> {
    let unreadable = || NotificationSourceError::Address(text.to_owned());
    let (address, bits) = match text.split_once('/') {
        Some((address, bits)) => (address, digits(bits).ok_or_else(unreadable)?),
        None => (text, 32),
    };
    let first: Ipv4Addr = address.parse().map_err(|_| unreadable())?;
    // All 32 bits belong to the block of one address, so none are left to vary.
    let inside = u32::MAX.checked_shr(bits).unwrap_or(0);
    let start = Ipv4Addr::from_bits(first.to_bits() & !inside);
    if start != first {
        let (given, block) = (text.to_owned(), format!("{start}/{bits}"));
        return Err(NotificationSourceError::Block { given, block, address: first });
    }
    Ok(AddressRange { first, last: Ipv4Addr::from_bits(first.to_bits() | inside) })
}

/// The length of a block, 0 to 32 in digits only.
fn digits(text: &str) -> Option<u32> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|bits| is_number && *bits <= 32)
}
