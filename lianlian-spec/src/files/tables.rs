//! `banks.json` and `notification_addresses.json` as written.

use crate::decode::{List, Map};
use crate::record::record;
use crate::source::Text;

record! {
    /// Banks by their codes.
    BanksFile {
        /// The JSON Schema of this file, for editors.
        required "$schema" _schema: Text,
        /// The banks by code.
        many "banks" banks: Map<BankFile>,
        /// Remarks, contradictions of the documentation and how they were settled.
        many "notes" notes: List<Text>,
    }
}

record! {
    /// A bank.
    BankFile, overridable {
        /// Its name in English.
        required "name" name: Text,
        /// Its name in Chinese.
        required "zh" zh: Text,
        /// Its abbreviation in the documentation.
        required "abbreviation" abbreviation: Text,
    }
}

record! {
    /// Where notifications come from.
    NotificationAddressesFile {
        /// The JSON Schema of this file, for editors.
        required "$schema" _schema: Text,
        /// The addresses by edition of the documentation.
        many "editions" editions: Map<AddressesFile>,
        /// Remarks, contradictions of the documentation and how they were settled.
        many "notes" notes: List<Text>,
    }
}

record! {
    /// The addresses of one edition.
    AddressesFile, overridable {
        /// Single IPv4 addresses.
        many "addresses" addresses: List<Text>,
        /// Ranges of IPv4 addresses.
        many "ranges" ranges: List<AddressRangeFile>,
    }
}

record! {
    /// Addresses from the first to the last, both included.
    AddressRangeFile {
        /// The first address.
        required "first" first: Text,
        /// The last address.
        required "last" last: Text,
    }
}
