//! Asking until the outcome is known.

use std::time::Duration;

use super::Client;
use super::question::{Question, Told};
use crate::meta::{Repeat, StateMeaning};
use crate::outcome::{NotExecuted, SendError};
use crate::pace::Backoff;
use crate::request::Request;
use crate::resolution::{Found, GaveUp, LastAnswer, Resolution, ResolveOptions, Unresolved};
use crate::return_code::Class;

/// What ends the asking beside a final state.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Until {
    /// The outcome of a request that was sent: also that nothing came of it.
    Known,
    /// The end of an order that waits for its payer.
    Ended,
}

impl Client {
    /// Asks the gateway what became of a request, until that is known.
    ///
    /// This is what to do after [`SendError::Unknown`]: with the query that the spec names for the
    /// operation, whatever it is: a payment, a refund, a payout, a pre-authorisation. A struct of one's own
    /// does as well. Answers that are not signed, are about another order or amount, or come with an
    /// HTTP error are not believed, and the gateway is asked again.
    ///
    /// ```no_run
    /// # use lianlian_api::{Client, JsonPost, Request, Resolution, Unresolved};
    /// # fn example<R: Request>(client: &Client, order: &R) -> Result<(), Unresolved> where R::Operation: JsonPost {
    /// match client.resolve(order)? {
    ///     Resolution::Executed(found) => println!("paid: {:?}", found.amount),
    ///     Resolution::Failed(_) => println!("not paid, and never will be"),
    ///     Resolution::Reversed(_) => println!("paid and given back"),
    ///     Resolution::Open(_) => println!("placed, not paid yet"),
    ///     Resolution::NotFound => println!("it never arrived"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Unresolved`]: nothing is proved; ask again later and send nothing else for the order.
    pub fn resolve<R: Request>(&self, order: &R) -> Result<Resolution, Unresolved> {
        self.resolve_with(order, &ResolveOptions::default())
    }

    /// Asks under limits of its own.
    ///
    /// [`Resolution::NotFound`], [`Resolution::Open`] and, of an operation that must not be repeated,
    /// [`Resolution::Failed`] are told only after the settling time: a request that was cut off by a
    /// time limit may still arrive.
    ///
    /// # Errors
    /// As for [`Client::resolve`].
    pub fn resolve_with<R: Request>(
        &self,
        order: &R,
        options: &ResolveOptions,
    ) -> Result<Resolution, Unresolved> {
        let question = Question::about(self, order);
        let wait = |time| {
            self.shared.pace.pause(time);
            None
        };
        self.ask_until(&question, options, Until::Known, wait)
    }

    /// Asks, and waits in between; what `wait` hears meanwhile counts as an answer.
    pub(super) fn ask_until(
        &self,
        question: &Question,
        options: &ResolveOptions,
        until: Until,
        mut wait: impl FnMut(Duration) -> Option<Found>,
    ) -> Result<Resolution, Unresolved> {
        let pace = &*self.shared.pace;
        let settling = options.settling.unwrap_or(self.shared.total_limit.saturating_mul(2));
        let mut backoff = Backoff::new(options.first_interval, options.max_interval);
        let started = pace.elapsed();
        let passed = || pace.elapsed().saturating_sub(started);
        let mut asked: u32 = 0;
        loop {
            // Measured before asking: what arrives after the query was answered is not in the answer.
            let is_settled = passed() >= settling;
            asked = asked.saturating_add(1);
            let answer = self.ask(question, &options.call, asked);
            let judged = judge(question, answer, is_settled, until);
            let (reason, last) = match judged {
                Judged::Known(resolution) => return Ok(resolution),
                Judged::Hopeless(reason, error) => {
                    (Some(reason), LastAnswer::Error(Box::new(error)))
                }
                Judged::Unsettled(last) => (None, last),
            };
            let elapsed = passed();
            let left = options.limit.saturating_sub(elapsed);
            let reason = reason.or(left.is_zero().then_some(GaveUp::TimeLimit));
            if let Some(reason) = reason {
                let operation = question.about.id;
                return Err(Unresolved { operation, reason, asked, elapsed, last });
            }
            let heard = wait(backoff.next(pace).min(left));
            if let Some(Judged::Known(resolution)) =
                heard.map(|found| judge(question, Ok(Told::Found(found)), false, Until::Ended))
            {
                return Ok(resolution);
            }
        }
    }
}

enum Judged {
    Known(Resolution),
    Unsettled(LastAnswer),
    Hopeless(GaveUp, SendError),
}

fn judge(
    question: &Question,
    answer: Result<Told, SendError>,
    is_settled: bool,
    until: Until,
) -> Judged {
    // A request that may come late can change what failed only if it does something anew.
    let is_repeatable = question.about.repeat.is_some_and(Repeat::is_safe);
    let is_over = is_settled && until == Until::Known;
    match answer {
        Ok(Told::Found(found)) => match found.meaning {
            StateMeaning::Executed => Judged::Known(Resolution::Executed(found)),
            StateMeaning::Reversed => Judged::Known(Resolution::Reversed(found)),
            StateMeaning::Failed if is_repeatable || is_settled => {
                Judged::Known(Resolution::Failed(found))
            }
            StateMeaning::Open if is_over => Judged::Known(Resolution::Open(found)),
            _ => Judged::Unsettled(LastAnswer::Told(Box::new(found))),
        },
        Ok(Told::Missing) if is_over => Judged::Known(Resolution::NotFound),
        Ok(Told::Missing) => Judged::Unsettled(LastAnswer::NotFound),
        Err(error) => match hopeless(&error) {
            Some(reason) => Judged::Hopeless(reason, error),
            None => Judged::Unsettled(LastAnswer::Error(Box::new(error))),
        },
    }
}

/// Whether asking again cannot help.
fn hopeless(error: &SendError) -> Option<GaveUp> {
    let SendError::NotExecuted(why) = error else { return None };
    match why {
        NotExecuted::NotSent(_) => None,
        NotExecuted::Refused(refusal) => {
            let class = refusal.reading.map(|reading| reading.class);
            let is_lasting =
                matches!(class, Some(Class::Auth | Class::Config | Class::InvalidRequest));
            is_lasting.then_some(GaveUp::Refused)
        }
        _ => Some(GaveUp::CannotAsk),
    }
}
