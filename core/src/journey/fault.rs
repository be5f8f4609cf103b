//! What is wrong with an answer, typed. Words are chosen in `i18n`.

use super::Field;
use recourse_contract::{Code, FieldError};

/// One answer that has to change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Which.
    pub field: Field,
    /// What is wrong.
    pub code: Code,
    /// The bound that was passed, where the code speaks of one.
    pub limit: Option<u32>,
    /// For lists: which entry, counted from 1.
    pub entry: Option<usize>,
    /// The backend's own words, when it refused the answer.
    pub detail: Option<String>,
}

impl Fault {
    /// The fault that a field error of the contract speaks of; nothing when the form has no such field.
    pub fn from_error(error: &FieldError) -> Option<Self> {
        let field = Field::from_pointer(&error.pointer)?;
        let entry = match field {
            Field::Properties => error.pointer.rsplit('/').next().and_then(|last| last.parse::<usize>().ok()).map(|i| i + 1),
            _ => None,
        };
        Some(Self { field, code: error.code, limit: error.limit, entry, detail: error.detail.clone() })
    }
}
