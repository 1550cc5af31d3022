//! Paying a batch out: each payout once, whatever happens on the way and however often it is begun.

use std::time::Duration;

use lianlian::codes::PayoutAnswerCode;
use lianlian::instant::{self, ApplyConfirmation, ApplyReply};
use lianlian::{
    Client, Code, GATEWAY, LastAnswer, Request, Resolution, ResolveOptions, SendError, Sensitive,
    Unresolved,
};

use crate::journal::{Journal, JournalError, State};
use crate::payout::Payout;
use crate::summary::Summary;

/// A person's word that a held payout may go out.
#[derive(Debug, Request)]
#[lianlian(operation = instant::Confirm)]
struct Release<'a> {
    #[lianlian(field = "no_order")]
    number: &'a str,
    #[lianlian(field = "confirm_code")]
    code: &'a Sensitive,
    #[lianlian(field = "notify_url")]
    hook: &'a str,
}

/// What a question brought.
enum Asked {
    Known(State),
    NotFound,
    NoAnswer(String),
}

/// Pays a batch out, and tells what became of each payout.
///
/// `approve` is asked about every payout that the gateway holds, with the gateway's reason; it is a person's
/// decision. A batch may be run again: what is paid stays paid, what is unknown is asked for
/// before anything is sent, and what is sent again has the number and the time that it had.
///
/// # Errors
/// The journal cannot be kept. The batch stops there, and may be run again once it can.
pub fn run(
    client: &Client,
    journal: &mut Journal,
    payouts: &[Payout],
    mut approve: impl FnMut(&Payout, &str) -> bool,
) -> Result<Summary, JournalError> {
    let mut summary = Summary::default();
    for payout in payouts {
        let mut payout = payout.clone();
        let known = journal.entry(&payout.number).cloned();
        if let Some(entry) = &known
            && !matches!(entry.state, State::Refused(_))
        {
            payout.first_sent = entry.first_sent;
        }
        let before = known.map(|entry| entry.state);
        let state = match &before {
            None | Some(State::Refused(_)) => {
                apply(client, journal, &payout, State::Refused, &mut approve)?
            }
            Some(state @ (State::Paid | State::Failed(_))) => state.clone(),
            Some(State::Sending | State::UnderWay | State::Held(_) | State::Unknown(_)) => {
                match ask(client, &payout) {
                    // Sent again, a held payout is still the same one, and brings its code once more.
                    Asked::Known(State::Held(_)) => {
                        apply(client, journal, &payout, State::Held, &mut approve)?
                    }
                    // The record of the earlier attempt may only be late, so a refusal of this one
                    // does not prove that nothing went out.
                    Asked::NotFound => {
                        apply(client, journal, &payout, State::Unknown, &mut approve)?
                    }
                    Asked::Known(state) => state,
                    Asked::NoAnswer(why) => State::Unknown(why),
                }
            }
        };
        if journal.entry(&payout.number).map(|entry| &entry.state) != Some(&state) {
            journal.note(&payout, state.clone())?;
        }
        summary.add(payout, state);
    }
    Ok(summary)
}

/// Sends a payout. What it is if this attempt was certainly not executed, the caller knows.
fn apply(
    client: &Client,
    journal: &mut Journal,
    payout: &Payout,
    not_executed: fn(String) -> State,
    approve: &mut impl FnMut(&Payout, &str) -> bool,
) -> Result<State, JournalError> {
    journal.note(payout, State::Sending)?;
    Ok(match client.send(payout) {
        Ok(reply) => match reply.into_inner() {
            ApplyReply::Confirmation(step) => {
                let why = reason(&step.answer.ret_code);
                if approve(payout, &why) {
                    release(client, payout, &step, &why)
                } else {
                    State::Held(why)
                }
            }
            // Handled, which is not paid.
            ApplyReply::Done(_) => after_sending(client, payout),
        },
        Err(SendError::NotExecuted(why)) => not_executed(why.to_string()),
        Err(SendError::Unknown(_)) => after_sending(client, payout),
    })
}

/// Lets a held payout go out.
fn release(client: &Client, payout: &Payout, step: &ApplyConfirmation, held: &str) -> State {
    let release = Release { number: &payout.number, code: &step.confirm_code, hook: &payout.hook };
    match client.send(&release) {
        Ok(_) | Err(SendError::Unknown(_)) => after_sending(client, payout),
        Err(SendError::NotExecuted(why)) => State::Held(format!("{held}; not released: {why}")),
    }
}

/// What became of a payout that was sent a moment ago.
fn after_sending(client: &Client, payout: &Payout) -> State {
    match ask(client, payout) {
        Asked::Known(state) => state,
        // So soon that proves nothing; the next run asks again.
        Asked::NotFound => State::Unknown("the gateway has no record of it yet".to_owned()),
        Asked::NoAnswer(why) => State::Unknown(why),
    }
}

/// Asks once what became of a payout. One that is there is told at once; that one is not there
/// proves nothing yet, and whoever asks has to know it.
fn ask(client: &Client, payout: &Payout) -> Asked {
    let once = ResolveOptions::default().limit(Duration::ZERO).settling(Duration::ZERO);
    Asked::Known(match client.resolve_with(payout, &once) {
        Ok(Resolution::Executed(_)) => State::Paid,
        Ok(Resolution::Open(_)) => State::Held("waits for a decision".to_owned()),
        Ok(Resolution::Reversed(_)) => State::Failed("the bank gave it back".to_owned()),
        Ok(Resolution::Failed(found)) => State::Failed(format!("its state is {}", found.state)),
        Ok(Resolution::NotFound) => return Asked::NotFound,
        // At the bank, or in a state that nobody has told us about.
        Err(Unresolved { last: LastAnswer::Told(_), .. }) => State::UnderWay,
        Err(unresolved) => return Asked::NoAnswer(unresolved.to_string()),
    })
}

/// Why a payout is held, in words.
fn reason(code: &PayoutAnswerCode) -> String {
    let known = GATEWAY.return_code(code.code());
    let meaning = known.map(|known| known.reading("instant").meaning);
    meaning.map_or_else(|| code.code().to_owned(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use lianlian::assert_source;

    use super::*;

    #[test]
    fn a_release_carries_number_code_and_address() {
        let code = Sensitive::from("654321");
        assert_source!(
            Release { number: "W1", code: &code, hook: "https://office.example/" },
            "api_version=1.1&confirm_code=654321&no_order=W1&\
             notify_url=https://office.example/&oid_partner=201304121000001004&sign_type=RSA"
        );
    }
}
