//! Signing in: an address, then the code that was sent to it. A machine: events in, effects out.

mod identity;

pub use identity::claimed;

use recourse_contract::session::{NewCode, NewSession};
use recourse_contract::{Code, Problem, ProblemType, Session};

/// What it means that the backend no longer knows a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Its time was up: the partner is asked for a new code where they are.
    Expired,
    /// It was ended, perhaps from another device, as this one was lost: what it has opened leaves the screen.
    Revoked,
}

/// Whether the time of this session is up. `now` by this device's clock, which may be somewhat off.
pub fn is_over(session: &Session, now: i64) -> bool {
    const OFF: i64 = 2 * recourse_contract::time::MINUTE;
    now + OFF >= session.expires_at.0
}

/// Whether it ends by the word of this device's clock alone, before the backend was asked. Long after its time that clock is
/// as likely to be wrong as it is to be so late: then the backend decides.
pub fn ends_unasked(session: &Session, now: i64) -> bool {
    const LONG: i64 = 60 * recourse_contract::time::DAY;
    is_over(session, now) && now - session.expires_at.0 <= LONG
}

/// What it means that the backend no longer knows this session.
pub fn ending(session: &Session, now: i64) -> Ending {
    if is_over(session, now) { Ending::Expired } else { Ending::Revoked }
}

/// Tells one address from others without naming it (FNV-1a, 64 bits).
pub fn fingerprint(email: &str) -> String {
    let hash = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    format!("{:016x}", email.bytes().map(|byte| byte.to_ascii_lowercase()).fold(0xcbf2_9ce4_8422_2325, hash))
}

/// What is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// The address is asked for.
    #[default]
    Email,
    /// A code is being asked for.
    Asking,
    /// The code is asked for.
    Code,
    /// The code is being checked.
    Entering,
    /// Signed in.
    In,
}

/// Why it does not go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// No address was typed.
    NoEmail,
    /// What was typed is no address.
    WrongEmail,
    /// The code is not complete: six digits.
    WrongCode,
    /// The backend refused the code, in its own words.
    Refused(String),
    /// Too many codes were asked for; again in so many minutes.
    TooMany(u32),
    /// No answer, or not one of the contract.
    Unreachable,
}

/// Signing in, as far as it has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Model {
    /// What is shown.
    pub phase: Phase,
    /// The address, as it is sent.
    pub email: String,
    /// What goes back with the code.
    pub challenge: String,
    /// Why it does not go on.
    pub trouble: Option<Trouble>,
    /// Which request is under way; an answer to another one is stale.
    pub request: u32,
}

/// What happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The partner wants a code for this address, in this language.
    Asked {
        /// As typed.
        email: String,
        /// BCP 47.
        language: String,
    },
    /// The partner typed the code.
    Entered {
        /// As typed.
        code: String,
        /// Whether the session is to be a token.
        bearer: bool,
    },
    /// The partner wants to change the address.
    Back,
    /// An answer to this request came.
    Answered(u32, Answer),
}

/// What came back.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// The code is on its way; this challenge goes back with it.
    Sent(String),
    /// Signed in.
    Session(Session),
    /// Refused; with `Retry-After` in seconds.
    Problem(Problem, Option<i64>),
    /// Nothing, or nothing of the contract.
    None,
}

/// What is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Ask for a code.
    Ask(u32, NewCode),
    /// Sign in.
    Enter(u32, NewSession),
    /// It is done.
    SignedIn(Session),
    /// Put the focus on the field, which has an error now or is new.
    Focus,
}

/// Takes an event and says what is to be done.
pub fn update(model: &mut Model, event: Event) -> Vec<Effect> {
    match event {
        Event::Asked { email, language } if matches!(model.phase, Phase::Email | Phase::Code) => {
            let new = NewCode { email, language }.trimmed();
            if let Some(fault) = new.faults().first() {
                model.trouble = Some(if fault.code == Code::Required { Trouble::NoEmail } else { Trouble::WrongEmail });
                return vec![Effect::Focus];
            }
            model.email.clone_from(&new.email);
            begin(model, Phase::Asking);
            vec![Effect::Ask(model.request, new)]
        }
        Event::Entered { code, bearer } if model.phase == Phase::Code => {
            let new = NewSession { email: model.email.clone(), code, challenge: model.challenge.clone(), bearer }.trimmed();
            if !new.faults().is_empty() {
                model.trouble = Some(Trouble::WrongCode);
                return vec![Effect::Focus];
            }
            begin(model, Phase::Entering);
            vec![Effect::Enter(model.request, new)]
        }
        Event::Back if model.phase == Phase::Code => {
            (model.phase, model.trouble) = (Phase::Email, None);
            vec![Effect::Focus]
        }
        Event::Answered(request, answer) if request == model.request => answered(model, answer),
        _ => Vec::new(),
    }
}

fn begin(model: &mut Model, phase: Phase) {
    (model.phase, model.trouble) = (phase, None);
    model.request += 1;
}

fn answered(model: &mut Model, answer: Answer) -> Vec<Effect> {
    let before = match model.phase {
        Phase::Asking => Phase::Email,
        Phase::Entering => Phase::Code,
        Phase::Email | Phase::Code | Phase::In => return Vec::new(),
    };
    let trouble = match (answer, before) {
        (Answer::Sent(challenge), Phase::Email) => {
            (model.phase, model.challenge) = (Phase::Code, challenge);
            return vec![Effect::Focus];
        }
        (Answer::Session(session), Phase::Code) => {
            model.phase = Phase::In;
            return vec![Effect::SignedIn(session)];
        }
        (Answer::Problem(problem, wait), _) if problem.kind == ProblemType::TooMany => {
            Trouble::TooMany(u32::try_from((wait.unwrap_or(60) + 59) / 60).unwrap_or(1).max(1))
        }
        (Answer::Problem(problem, _), Phase::Email) if problem.kind == ProblemType::Invalid => Trouble::WrongEmail,
        (Answer::Problem(problem, _), _) if problem.kind == ProblemType::Invalid => {
            let detail = problem.errors.into_iter().find_map(|error| error.detail).or(problem.detail);
            detail.map_or(Trouble::WrongCode, Trouble::Refused)
        }
        _ => Trouble::Unreachable,
    };
    // What was typed stays, and can be sent again.
    (model.phase, model.trouble) = (before, Some(trouble));
    vec![Effect::Focus]
}

#[cfg(test)]
mod tests;
