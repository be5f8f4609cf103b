//! `GET /service`: what this backend is and can do, in one language.

use crate::incident::Incident;
use crate::theme::Theme;
use crate::ticket::{FieldValue, ManagedBy, TicketKind, UpdateLimits};
use serde::{Deserialize, Serialize};

/// What a backend says of itself. The app shows nothing that is not announced here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Service {
    /// The platform that answers the complaints.
    pub platform: Platform,
    /// How the app looks. Absent: as it is built.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<Theme>,
    /// Languages of this backend's texts (BCP 47), the default first.
    pub locales: Vec<String>,
    /// Who can be chosen on the start page; the first leads on.
    pub audiences: Vec<Audience>,
    /// The topic tree.
    pub topics: Vec<Topic>,
    /// What is offered beyond level 1 and reading; absent means not offered.
    #[serde(default)]
    pub capabilities: Vec<Capability>,
    /// How a partner can sign in.
    #[serde(default)]
    pub session_kinds: Vec<SessionKind>,
    /// Bounds on what can be sent.
    pub limits: Limits,
    /// Where uploads are created (tus 1.0), when that is not `/uploads` of this backend (https).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uploads_url: Option<String>,
    /// How long things stay possible.
    #[serde(default)]
    pub periods: Periods,
    /// Where mediation is open, and with whom.
    #[serde(default)]
    pub mediation: Mediation,
    /// Whom a partner whose account somebody looks after should ask first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub first_contacts: Vec<FirstContact>,
    /// What is known not to work now, the newest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub incidents: Vec<Incident>,
    /// Texts that the law or the platform wants shown.
    #[serde(default)]
    pub notices: Vec<Notice>,
    /// What the platform promises, for the start page (target times, who reads).
    #[serde(default)]
    pub promises: Vec<Promise>,
    /// Years with a public report.
    #[serde(default)]
    pub report_years: Vec<u16>,
    /// Public keys of receipts, the present one first.
    #[serde(default)]
    pub receipt_keys: Vec<ReceiptKey>,
    /// The public key that signs push messages (RFC 8292): a point of P-256 without compression, base64url without padding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub push_key: Option<String>,
}

/// The platform's own name and ways to reach it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Platform {
    /// Its name, shown in the header.
    pub name: String,
    /// A square picture for the header (https, or a path on the backend's origin).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<String>,
    /// For partners whose browser cannot run the app.
    pub email: String,
    /// The same by telephone, as people write it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Time zone of the platform's dates (IANA name).
    pub time_zone: String,
    /// Terms, privacy and the like, for the foot of each page.
    #[serde(default)]
    pub links: Vec<Link>,
}

/// A link with its words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Link {
    /// What it leads to.
    pub label: String,
    /// Where it leads: https, or a path of the app, `/articles/complaints`.
    pub url: String,
}

/// Somebody who may come to the start page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Audience {
    /// Stable name.
    pub id: String,
    /// As people call themselves.
    pub label: String,
    /// Who is meant.
    pub description: String,
    /// Where somebody else has to go. Absent: this audience files here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elsewhere: Option<Elsewhere>,
}

/// Where an audience that does not file here finds help.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Elsewhere {
    /// What to do instead.
    pub text: String,
    /// The place.
    pub link: Link,
}

/// Why a complaint can be lodged: the grounds of Regulation (EU) 2019/1150, Art. 11(1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LegalGround {
    /// (a) Alleged non-compliance with the regulation.
    Breach,
    /// (b) A technological issue.
    TechnologicalIssue,
    /// (c) A measure taken by, or behaviour of, the platform.
    Measure,
    /// A ground of another law, or one that this version does not know.
    #[serde(other)]
    Other,
}

/// A branch or a leaf of the topic tree. Leaves can be chosen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Topic {
    /// Stable name, unique in the tree.
    pub id: String,
    /// Which kinds of ticket it is for.
    pub kinds: Vec<TicketKind>,
    /// A few words.
    pub label: String,
    /// One sentence: what belongs here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Other words that people look for it by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
    /// The ground that a ticket of this topic counts under, unless a handler corrects it.
    pub legal_ground: LegalGround,
    /// What a message should say to be acted on: advice while it is written, never a condition.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub precision: Vec<PrecisionRule>,
    /// What else is asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<ExtraField>,
    /// Help articles, never in the way.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub articles: Vec<Link>,
    /// Ways to get in touch.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contact_options: Vec<ContactOption>,
    /// Hours within which the platform wants to answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_hours: Option<u32>,
    /// Hours that it took on average in the last published year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub average_hours: Option<u32>,
    /// The sub-topics. Empty in a leaf.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<Topic>,
}

/// One way to get in touch about a topic.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ContactOption {
    /// Which way.
    pub kind: ContactKind,
    /// Its words.
    pub label: String,
    /// An address: `https:` for an article, `tel:` for a telephone, `mailto:` for an account manager.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// When somebody is there, as text; for what `opening` cannot say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<String>,
    /// When somebody is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening: Option<Opening>,
}

/// Opening hours, as clocks at the place show them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Opening {
    /// Time zone of the hours (IANA name).
    pub time_zone: String,
    /// The hours of a week. Several on one day are allowed, overlapping ones are not.
    pub hours: Vec<OpenHours>,
    /// Days on which nobody is there all the same, `2026-12-25`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed_on: Vec<String>,
}

/// From when to when on some days of the week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct OpenHours {
    /// Days of the week, 1 for Monday to 7 for Sunday (ISO 8601).
    pub days: Vec<u32>,
    /// When it opens, `09:00`.
    pub from: String,
    /// When it closes, later on the same day, at the latest `24:00`.
    pub to: String,
}

/// Whom a partner whose account somebody looks after should ask first. Writing here stays possible.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct FirstContact {
    /// Whose partners this is for.
    pub managed_by: ManagedBy,
    /// Why they should ask there first, and what they get there.
    pub text: String,
    /// Who it is, where the platform has one place for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// An e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// A telephone number, as people write it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// A page of theirs (https).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// One thing that a message should say, for example when it happened.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PrecisionRule {
    /// Stable name, unique in the topic.
    pub id: String,
    /// What is missing, in a few words.
    pub label: String,
    /// Why it helps, for whoever asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// The line that one tap puts into the message.
    pub line: String,
    /// The message says it when one of these is found in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signs: Vec<Sign>,
    /// Or one of these words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
}

/// What can be found in a message on the device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// A day, also `yesterday`.
    Date,
    /// A time of day.
    Time,
    /// An amount of money.
    Amount,
    /// A booking number after the platform's pattern.
    BookingNumber,
    /// The number of a property or account.
    Property,
    /// A web address.
    Url,
    /// The text or code of an error.
    Error,
    /// What should have happened.
    Expectation,
    /// What was tried.
    Attempt,
    /// A sign that this version does not know, and therefore never finds.
    #[serde(other)]
    Other,
}

/// The ways to get in touch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ContactKind {
    /// A help article.
    Article,
    /// A message through this app.
    Message,
    /// By telephone.
    Telephone,
    /// The partner's account manager.
    AccountManager,
    /// A way that this version does not know: shown with its label alone.
    #[serde(other)]
    Other,
}

/// Something a topic asks besides subject and message.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ExtraField {
    /// Stable name, unique in the topic.
    pub id: String,
    /// What is asked.
    pub kind: FieldKind,
    /// The question in a few words.
    pub label: String,
    /// How to answer it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Whether an answer is needed.
    #[serde(default)]
    pub required: bool,
    /// For texts: most characters. Absent: as `limits.field`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u32>,
    /// For numbers and amounts: least value, a decimal number. For days: the first one, `2026-01-31`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<String>,
    /// For numbers and amounts: greatest value, a decimal number. For days: the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<String>,
    /// For booking numbers: the platform's pattern. `9` stands for a digit, `A` for a letter, `*` for either, anything
    /// else for itself; people may leave out or vary what stands for itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// A right answer, for hints and errors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
    /// For choices: the answers on offer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// For amounts: the currencies on offer (ISO 4217), the usual one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub currencies: Vec<String>,
    /// Asked only if another field has one of some answers. Absent: always asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown_if: Option<Condition>,
    /// The point of `precision` that a right answer says, by its id. Absent: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub says: Option<String>,
}

impl ExtraField {
    /// The labels of the choices that were made, in the order of the answer. What is no longer on offer has none.
    pub fn value_label(&self, value: &FieldValue) -> Option<String> {
        let label = |id: &String| self.choices.iter().find(|choice| choice.id == *id).map(|choice| choice.label.as_str());
        match value {
            FieldValue::Text(id) => label(id).map(str::to_owned),
            FieldValue::Many(ids) => ids.iter().map(label).collect::<Option<Vec<_>>>().map(|labels| labels.join(", ")),
            FieldValue::Money(_) | FieldValue::Range(_) => None,
        }
    }
}

/// Another field has one of some answers. A field that is not asked itself has none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Condition {
    /// The other field, one that stands before.
    pub field: String,
    /// Its answers, as they travel: one of them has to be given, of several choices at least one.
    pub is: Vec<String>,
}

/// What an extra field takes. Its answer travels as text, an amount as `{amount, currency}`, several choices as a list of
/// texts, a range of days as `{from, to}`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// One line.
    #[default]
    Text,
    /// Several lines.
    LongText,
    /// A decimal number.
    Number,
    /// A day, `2026-11-23`.
    Date,
    /// The first and the last of some days.
    DateRange,
    /// An amount with its currency.
    Amount,
    /// One of `choices`, by its id.
    Choice,
    /// Some of `choices`, by their ids.
    Choices,
    /// `yes` or `no`.
    YesNo,
    /// A country by its code.
    Country,
    /// A booking number after `pattern`.
    BookingNumber,
    /// A web address.
    Url,
    /// A kind that this version does not know: shown as one line of text.
    #[serde(other)]
    Other,
}

/// One answer on offer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Choice {
    /// What travels.
    pub id: String,
    /// What is shown.
    pub label: String,
}

/// What a backend may offer beyond filing and reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // The names are the resources of docs/backend.md.
pub enum Capability {
    Sessions,
    Uploads,
    Outcome,
    Satisfaction,
    Mediation,
    Receipts,
    Events,
    Push,
    Articles,
    Reports,
    TechnicalProblems,
    Incidents,
    /// One that this version does not know, and therefore does not use.
    #[serde(other)]
    Other,
}

/// How a partner can sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SessionKind {
    /// A one-time code by e-mail.
    Code,
    /// A ticket's private link.
    Link,
    /// A token signed by the embedding platform.
    Jwt,
    /// A way that this version does not know.
    #[serde(other)]
    Other,
}

/// Bounds on what can be sent, in characters unless it says otherwise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Limits {
    /// Name and company.
    pub name: u32,
    /// Subject.
    pub subject: u32,
    /// Message, and each reply.
    pub message: u32,
    /// The outcome that the partner asks for.
    pub outcome_wanted: u32,
    /// An extra field without a bound of its own.
    pub field: u32,
    /// One property or account number.
    pub property: u32,
    /// How many property or account numbers.
    pub properties: u32,
    /// Attachments to one message; 0 when uploads are not offered.
    pub attachments: u32,
    /// Bytes of one attachment.
    pub attachment_bytes: u64,
    /// Media types of attachments.
    pub attachment_types: Vec<String>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            name: 120,
            subject: 120,
            message: 10_000,
            outcome_wanted: 2_000,
            field: 500,
            property: 40,
            properties: 50,
            attachments: 0,
            attachment_bytes: 0,
            attachment_types: Vec::new(),
        }
    }
}

impl Limits {
    /// The bounds on an update.
    pub fn update(&self) -> UpdateLimits {
        UpdateLimits { text: self.message, field: self.field, attachments: self.attachments }
    }
}

/// How long things stay possible.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Periods {
    /// Hours after the end of a ticket within which writing into it opens it again.
    pub reopen_hours: u32,
    /// Days that a closed ticket is kept after its end, before it is erased for a partner who has asked for that.
    pub keep_days: u32,
    /// Days after an outcome within which the partner is asked whether it settles the ticket; then it lapses.
    pub answer_days: u32,
    /// Days before that on which they are reminded by e-mail, once. 0: never.
    pub remind_days: u32,
    /// Days after a ticket was settled or has lapsed within which that can be taken back.
    pub unsettle_days: u32,
    /// Days after the last outcome within which the partner can say how it was, and change that.
    pub rate_days: u32,
    /// How often a partner can ask for another review of a ticket.
    pub reviews: u32,
}

impl Default for Periods {
    fn default() -> Self {
        Self {
            reopen_hours: 30 * 24,
            keep_days: 365,
            answer_days: 30,
            remind_days: 7,
            unsettle_days: 14,
            rate_days: 60,
            reviews: 1,
        }
    }
}

/// Where mediation is open, and with whom (Regulation (EU) 2019/1150, Art. 12).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Mediation {
    /// Countries of establishment (ISO 3166-1 alpha-2) whose partners are eligible.
    pub countries: Vec<String>,
    /// The mediators that the platform is willing to engage with.
    pub mediators: Vec<Mediator>,
    /// The fixed facts, worded by the platform: voluntary, good faith, cost, courts, time limits.
    pub facts: Vec<String>,
    /// What is open to those who are not eligible, and to everybody besides: worded by the platform.
    pub otherwise: Vec<String>,
    /// Days within which a mediator should have answered a request. 0: no time is set.
    pub answer_days: u32,
    /// Days within which a mediation should end, from its acceptance on. 0: no time is set.
    pub end_days: u32,
}

/// A mediator that the platform names in its terms.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Mediator {
    /// Stable name.
    pub id: String,
    /// The organisation.
    pub name: String,
    /// Languages of the proceedings (BCP 47).
    pub languages: Vec<String>,
    /// Countries served (ISO 3166-1 alpha-2); empty means all.
    #[serde(default)]
    pub countries: Vec<String>,
    /// Whether it works at a distance.
    pub remote: bool,
    /// Who bears the cost.
    pub cost: String,
    /// How long it takes.
    pub duration: String,
    /// Its website.
    pub url: String,
}

/// A text that the law or the platform wants shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Notice {
    /// Stable name.
    pub id: String,
    /// Heading.
    pub title: String,
    /// Plain text; an empty line parts paragraphs.
    pub text: String,
}

/// One promise, for the start page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Promise {
    /// A few words.
    pub title: String,
    /// A sentence.
    pub text: String,
}

/// A public key of receipts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ReceiptKey {
    /// Named in each receipt.
    pub id: String,
    /// Ed25519 (RFC 8032), base64url without padding.
    pub public_key: String,
    /// Until when it signed. Absent: it still does. Receipts that it has signed stay right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<crate::time::Timestamp>,
}

impl Service {
    /// Whether this is offered.
    pub fn offers(&self, capability: Capability) -> bool {
        self.capabilities.contains(&capability)
    }

    /// The topic of this id with the way that leads to it, outermost first, the topic last.
    pub fn path(&self, id: &str) -> Option<Vec<&Topic>> {
        fn walk<'a>(topics: &'a [Topic], id: &str, way: &mut Vec<&'a Topic>) -> bool {
            topics.iter().any(|topic| {
                way.push(topic);
                let found = topic.id == id || walk(&topic.topics, id, way);
                if !found {
                    way.pop();
                }
                found
            })
        }
        let mut way = Vec::new();
        walk(&self.topics, id, &mut way).then_some(way)
    }

    /// The topic of this id that can be chosen for `kind`: a leaf.
    pub fn leaf(&self, id: &str, kind: TicketKind) -> Option<&Topic> {
        let topic = *self.path(id)?.last()?;
        (topic.topics.is_empty() && topic.kinds.contains(&kind)).then_some(topic)
    }

    /// The audience of this id that files here.
    pub fn audience(&self, id: &str) -> Option<&Audience> {
        self.audiences.iter().find(|audience| audience.id == id && audience.elsewhere.is_none())
    }
}
