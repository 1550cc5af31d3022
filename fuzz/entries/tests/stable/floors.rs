//! How many inputs come as far as the property of their target: what refuses everything must not pass for right.

/// What has to be reached in a target.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Floor {
    target: &'static str,
    /// Of the mutants, at least so many come to the property.
    mutants: usize,
    /// The seeds that are meant to be refused, sorted; every other comes to the property.
    refused: &'static str,
}

/// Every target. The floors are about a tenth below what the mutants of today's seeds reach.
#[rustfmt::skip]
const FLOORS: &[Floor] = &[
    Floor { target: "amount", mutants: 3_800, refused: "\
        exponent no_units point sign three too_much two_points wide" },
    Floor { target: "browser", mutants: 1_100, refused: "\
        envelope_not_expected not_utf8 two_messages" },
    Floor { target: "form", mutants: 600, refused: "\
        aggregate_web_redirect_breaks easypay_web_redirect_breaks online_banking_redirect_breaks" },
    Floor { target: "key", mutants: 115, refused: "\
        certificate_pem certificate_request_pem ec_pkcs8_pem ec_public_pem ec_sec1_pem \
        ec_with_parameters_pem ed25519_pem encrypted_pkcs1_pem encrypted_pkcs8_pem openssh_pem \
        rsa_512_pem rsa_512_public_pem" },
    Floor { target: "notification", mutants: 1_100, refused: "for_somebody_else not_signed" },
    Floor { target: "pay_load", mutants: 400, refused: "" },
    Floor { target: "reply", mutants: 690, refused: "\
        aggregate_query_refused cut_off easypay_verify_refused html instant_apply_refused \
        other_order refund_apply_refused" },
    Floor { target: "request", mutants: 2_100, refused: "\
        aggregate_direct_pay_wrong easypay_apply_wrong instant_apply_wrong refund_apply_wrong" },
    Floor { target: "source", mutants: 1_500, refused: "half.json twice.json" },
    Floor { target: "spec", mutants: 25, refused: "bracket_bomb not_json nowhere twice" },
    Floor { target: "time", mutants: 500, refused: "\
        hour no_leap seconds_least seconds_most seconds_past_end seconds_too_early short wide" },
    Floor { target: "verify", mutants: 950, refused: "half twice" },
];

/// What has to be reached in the target of this name.
pub(crate) fn of(target: &str) -> Floor {
    *FLOORS.iter().find(|floor| floor.target == target).expect("a floor")
}

impl Floor {
    /// The seeds that are meant to be refused.
    pub(crate) fn refused(self) -> Vec<String> {
        self.refused.split_whitespace().map(str::to_owned).collect()
    }

    /// Panics if other seeds were refused, or if too few mutants came to the property.
    pub(crate) fn judge(self, refused: &[String], reached: usize) {
        assert_eq!(refused, self.refused(), "other seeds of {} are refused", self.target);
        let floor = self.mutants;
        assert!(reached >= floor, "{reached} mutants of {} of at least {floor}", self.target);
    }
}
