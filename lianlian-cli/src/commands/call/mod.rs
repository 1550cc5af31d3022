//! `lianlian call`: one operation of the gateway, from a JSON object of fields to the verified reply.

mod fields;
mod nearest;
mod operations;
mod outcome;
mod settings;

use std::time::Duration;

use clap::value_parser;
use lianlian::meta::{OperationMeta, Transport};
use lianlian::{CallOptions, Clock, Filling, Limits, SystemClock};

use self::fields::GivenFields;
use self::operations::{Callable, Draft, Job};
use self::outcome::Report;
use self::settings::{Settings, SettingsOptions};
use crate::failure::{Answer, Failure};
use crate::input::Input;
use crate::keys::{self, SchemeOption};
use crate::layout;
use crate::output;

/// Call an operation of the gateway and print its reply
///
/// Reads a JSON object of request fields, fills in merchant number, time and
/// `sign_type`, checks all of it against the spec, signs, sends, and verifies the
/// reply before it is printed. Operations of the payer's browser print the page
/// that posts their form, those of the mobile SDK its payload.
///
/// Exits with 1 when the call was not executed, or when that is unknown; standard
/// error says which. Query an order that is unknown before anything else, and send
/// it again with the same `dt_order` and `no_order` only.
#[derive(Debug, clap::Args)]
#[command(
    mut_arg("file", |file| file.help(
        "The request's fields as a JSON object; standard input if left out or `-`"
    )),
    after_help = "\
Examples:
  lianlian sandbox > sandbox.json &
  lianlian call aggregate.direct_pay order.json --sandbox sandbox.json
  echo '{\"no_order\":\"20261122000001\"}' |
    lianlian call aggregate.query --merchant 201304121000001004 \\
      --key merchant.pem --gateway-key llpay_public_key.pem
  lianlian call aggregate.web_redirect order.json > pay.html

The environment stands in for options that are left out: LIANLIAN_MERCHANT,
LIANLIAN_KEY, LIANLIAN_GATEWAY_KEY, LIANLIAN_BASE_URL."
)]
pub(crate) struct Call {
    /// The operation, such as `aggregate.direct_pay`
    operation: String,
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    settings: SettingsOptions,
    #[command(flatten)]
    scheme: SchemeOption,
    /// An agreement with the gateway that makes rules of the spec apply, such as
    /// `verified_payment`; may be given more than once
    #[arg(long, value_name = "NAME")]
    contract: Vec<String>,
    /// How long the whole call may take
    #[arg(long, value_name = "SECONDS", value_parser = value_parser!(u64).range(1..=86_400))]
    timeout: Option<u64>,
    /// Fill in `dt_order` with the present time and `no_order` with a fresh number,
    /// and print both to standard error
    #[arg(long)]
    new_order: bool,
    /// Send nothing: print the signed message, and to standard error what is
    /// signed, with sensitive values masked
    #[arg(long)]
    dry_run: bool,
    /// Print one JSON object that tells the outcome, whichever it is
    #[arg(long, conflicts_with = "dry_run")]
    json: bool,
}

impl Call {
    pub(crate) fn run(&self) -> Result<Answer, Failure> {
        let operation = operations::find(&self.operation)?;
        let settings = self.settings.settle(self.input.is_standard_input())?;
        let mut fields = GivenFields::read(&self.input.read()?, operation.meta)?;
        if self.new_order {
            let now = SystemClock.now();
            let number = fields.name_new_order(operation.meta, now)?;
            output::note(&format!("no_order {number}, dt_order {now}"));
        }
        if self.dry_run {
            return self.sketch(operation, &settings, &fields);
        }
        let mut client = settings.client(self.scheme.scheme)?;
        for contract in &self.contract {
            client = client.contract(contract);
        }
        let client = client.build()?;
        let job = Job {
            client: &client,
            fields: &fields.pairs(),
            contracts: &self.contract,
            options: &self.call_options(),
        };
        let result = (operation.call)(&job);
        Report { meta: operation.meta, as_json: self.json }.tell(result)
    }

    /// The limits of the call, if any were asked for.
    fn call_options(&self) -> CallOptions {
        let Some(seconds) = self.timeout else { return CallOptions::default() };
        let total = Duration::from_secs(seconds);
        // The gateway may take all of it to answer.
        CallOptions::default().limits(Limits::default().read(total).total(total))
    }

    /// Shows the message that would be sent.
    fn sketch(
        &self,
        operation: &Callable,
        settings: &Settings,
        fields: &GivenFields,
    ) -> Result<Answer, Failure> {
        let scheme = self.scheme.scheme;
        let signer = keys::signer(settings.key()?, scheme)?;
        let filling = Filling { merchant: settings.merchant()?, scheme, now: SystemClock.now() };
        let draft = Draft {
            fields: &fields.pairs(),
            contracts: &self.contract,
            filling: &filling,
            signer: &*signer,
        };
        match (operation.sketch)(&draft) {
            Ok(sketch) => {
                let addressed = addressed(operation.meta, settings.base_url());
                output::note(&format!("not sent: {addressed}"));
                output::note("signed, with sensitive values masked:");
                output::note(&layout::source(&sketch.masked_source, "  "));
                output::line(&sketch.message)?;
                Ok(Answer::Yes)
            }
            Err(why) => {
                output::note(&format!("not executed: {why}"));
                Ok(Answer::No)
            }
        }
    }
}

/// What would happen to the message.
fn addressed(meta: &OperationMeta, base_url: Option<&str>) -> String {
    let url = match (base_url, meta.path()) {
        (Some(base), Some(path)) => format!("{}{path}", base.trim_end_matches('/')),
        _ => meta.url.unwrap_or_default().to_owned(),
    };
    match meta.transport {
        Transport::MobileSdk => "the message is for the mobile SDK".to_owned(),
        Transport::FormPost | Transport::FormReqData => {
            format!("the message is for the payer's browser, which posts it to {url}")
        }
        Transport::EncryptedJsonPost => format!("the message would go encrypted to {url}"),
        _ => format!("the message would go to {url}"),
    }
}
