//! Errors on the wire: problem details (RFC 9457) with stable types and the fields they speak of.

use serde::{Deserialize, Serialize};

/// An error answer, `application/problem+json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Problem {
    /// What went wrong, stable over time. A reader treats an unknown type by its status.
    #[serde(rename = "type")]
    pub kind: ProblemType,
    /// The same for a person, in English.
    pub title: String,
    /// The HTTP status, repeated (RFC 9457, 3.1.2).
    pub status: u16,
    /// What is wrong with this request, for a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Each field that has to change before the request can be accepted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// The limit that was passed, in bytes or requests, where there is one (413, 429).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
    /// The present state of the ticket (409).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<crate::ticket::State>,
}

impl Problem {
    /// A problem of this type with its usual status and title.
    pub fn new(kind: ProblemType) -> Self {
        let (status, title) = kind.usual();
        Self { kind, title: title.into(), status, detail: None, errors: Vec::new(), limit: None, state: None }
    }

    /// The same problem with an explanation.
    #[must_use]
    pub fn because(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }
}

/// Declares the problem types once: name, wire text, status, title.
macro_rules! problem_types {
    ($($(#[$doc:meta])* $name:ident = $wire:literal, $status:literal, $title:literal;)*) => {
        /// The stable types of problems.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
        pub enum ProblemType {
            $($(#[$doc])* #[serde(rename = $wire)] $name,)*
            /// A type that this version does not know, among them `about:blank`.
            #[serde(rename = "about:blank", other)]
            Other,
        }

        impl ProblemType {
            /// Every type that this version knows.
            pub const ALL: &'static [ProblemType] = &[$(Self::$name,)*];

            /// The HTTP status and English title that go with the type.
            pub fn usual(self) -> (u16, &'static str) {
                match self {
                    $(Self::$name => ($status, $title),)*
                    Self::Other => (500, "Something went wrong"),
                }
            }
        }
    };
}

problem_types! {
    /// The body is not JSON of the right shape.
    Malformed = "urn:recourse:problem:malformed", 400, "The request cannot be read";
    /// The request needs a link token or a session.
    Unauthenticated = "urn:recourse:problem:unauthenticated", 401, "Sign in, or use the private link";
    /// No such thing, or not for this caller: the two look the same.
    NotFound = "urn:recourse:problem:not-found", 404, "There is nothing here for you";
    /// The path exists, the method does not.
    MethodNotAllowed = "urn:recourse:problem:method-not-allowed", 405, "This method is not offered here";
    /// The body did not arrive in time.
    Timeout = "urn:recourse:problem:timeout", 408, "The request took too long";
    /// The ticket's state does not allow this.
    IllegalMove = "urn:recourse:problem:illegal-move", 409, "The ticket's state does not allow this";
    /// An upload goes on from another place (tus 1.0, PATCH).
    Offset = "urn:recourse:problem:offset", 409, "The upload goes on from another place";
    /// An upload has expired, or was taken back.
    Gone = "urn:recourse:problem:gone", 410, "It is not here any more";
    /// `If-Match` does not match.
    Changed = "urn:recourse:problem:changed", 412, "It has changed in the meantime";
    /// The body is over the limit.
    TooLarge = "urn:recourse:problem:too-large", 413, "The request is too large";
    /// The body is not `application/json`.
    MediaType = "urn:recourse:problem:media-type", 415, "Send application/json";
    /// One or more fields have to change.
    Invalid = "urn:recourse:problem:invalid", 422, "Some fields need a correction";
    /// What arrived is not what was sent (tus 1.0, checksum).
    Checksum = "urn:recourse:problem:checksum", 460, "What arrived is not what was sent";
    /// The same idempotency key came with another body.
    KeyReused = "urn:recourse:problem:key-reused", 422, "This idempotency key belongs to another request";
    /// A creating request came without an idempotency key, or with an unusable one.
    KeyMissing = "urn:recourse:problem:key-missing", 400, "An Idempotency-Key header of 16 to 200 characters is needed";
    /// Too many requests from this address.
    TooMany = "urn:recourse:problem:too-many", 429, "Too many requests";
    /// The backend failed; its log has the cause.
    Internal = "urn:recourse:problem:internal", 500, "The server failed";
    /// The backend is starting, stopping or overloaded.
    Unavailable = "urn:recourse:problem:unavailable", 503, "The server cannot answer now";
}

/// One field that has to change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct FieldError {
    /// Which field: a JSON pointer into the request (RFC 6901).
    pub pointer: String,
    /// What is wrong with it.
    pub code: Code,
    /// The same for a person, in the language of the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The bound that was passed, where the code speaks of one (characters, items).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// What can be wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// Nothing was given.
    Required,
    /// Longer than `limit` characters.
    TooLong,
    /// Shorter than `limit` characters.
    TooShort,
    /// More than `limit` items.
    TooMany,
    /// Not an e-mail address as the HTML standard has it, with a dot in the domain.
    Email,
    /// Not a telephone number: 6 to 15 digits, one leading `+`, and the usual signs between them.
    Phone,
    /// Not an ISO 3166-1 alpha-2 code.
    Country,
    /// Not one of the languages that `service` announces.
    Language,
    /// Not one of the offered values.
    Choice,
    /// Not a number.
    Number,
    /// Below the field's minimum.
    TooSmall,
    /// Above the field's maximum.
    TooBig,
    /// Not an amount with a currency.
    Amount,
    /// Not a day of the calendar.
    Date,
    /// Does not follow the platform's pattern.
    Pattern,
    /// Not a web address.
    Url,
    /// Contains characters that cannot be shown (control characters).
    Characters,
    /// Ends before it begins.
    Order,
    /// A file of a kind that is not taken, or that is not what its name says.
    FileType,
    /// A file that could do harm: it unpacks to far more than it is, or is two things at once.
    FileUnsafe,
    /// A file that is cut off or damaged.
    FileDamaged,
    /// An upload that is not there, or not any more.
    Gone,
    /// An upload that is not complete.
    Incomplete,
    /// Anything else; `detail` says what.
    #[serde(other)]
    Other,
}
