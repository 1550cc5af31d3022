//! Looking for banks by name.

use crate::meta::{Bank, GatewayMeta};

impl GatewayMeta {
    /// The banks of this name: in Chinese, in English, or as the documentation abbreviates it.
    ///
    /// The whole name has to fit; the case of ASCII letters and white space around it do not count.
    /// There may be several, since two banks share the abbreviation `CCB`. Nothing found says
    /// that the documentation does not print such a bank, not that the gateway does not know it.
    pub fn banks_named<'n>(&self, name: &'n str) -> impl Iterator<Item = &'static Bank> + use<'n> {
        let name = name.trim();
        let is_name = move |own: &str| !own.is_empty() && own.eq_ignore_ascii_case(name);
        self.banks
            .iter()
            .filter(move |bank| [bank.zh, bank.name, bank.abbreviation].into_iter().any(is_name))
    }
}

#[cfg(test)]
mod tests {
    use crate::meta::{Bank, GatewayMeta, NotificationPolicy, OrderPolicy};

    const fn bank(
        code: &'static str,
        name: &'static str,
        zh: &'static str,
        abbreviation: &'static str,
    ) -> Bank {
        Bank { code, name, zh, abbreviation }
    }

    static GATEWAY: GatewayMeta = GatewayMeta::new(
        "",
        "",
        NotificationPolicy {
            attempts: 0,
            interval_minutes: 0,
            answer_seconds: 0,
            content_type: "",
        },
        OrderPolicy { identity: &[], date_tolerance_days: 0, validity_minutes: 0 },
        &[],
    )
    .tables(
        &[
            bank("01050000", "China Construction Bank", "中国建设银行", "CCB"),
            bank("04233310", "Bank of Hangzhou", "杭州银行", ""),
            bank("05083000", "Jiangsu Bank", "江苏银行", "CCB"),
        ],
        &[],
    );

    fn codes(name: &str) -> Vec<&'static str> {
        GATEWAY.banks_named(name).map(|bank| bank.code).collect()
    }

    #[test]
    fn a_bank_is_found_by_each_of_its_names() {
        assert_eq!(codes("中国建设银行"), ["01050000"]);
        assert_eq!(codes(" bank of hangzhou "), ["04233310"]);
    }

    #[test]
    fn an_abbreviation_that_two_banks_share_finds_both() {
        assert_eq!(codes("ccb"), ["01050000", "05083000"]);
    }

    #[test]
    fn a_name_that_no_bank_has_finds_none() {
        for name in ["", "建设", "China", "01050000"] {
            assert!(codes(name).is_empty(), "{name}");
        }
    }
}
