//! The examples of `contract/examples`, as they stand in the document.

use serde_json::{Map, Value, json};

/// Declares each example once: its name in the document is the name of its file.
macro_rules! examples {
    ($($name:literal),* $(,)?) => {
        fn source(name: &str) -> &'static str {
            match name {
                $($name => include_str!(concat!("../../examples/", $name, ".json")),)*
                _ => unreachable!("no example of this name"),
            }
        }
    };
}

examples![
    "service",
    "new_ticket",
    "filed",
    "tickets",
    "ticket",
    "updates",
    "new_update",
    "update",
    "new_answer",
    "answer",
    "new_update_with_file",
    "update_with_file",
    "nudge",
    "nudged",
    "read_up_to",
    "signed_receipt",
    "settled",
    "rating",
    "ticket_settled",
    "new_review",
    "review_asked",
    "new_mediation",
    "mediation_asked",
    "new_withdrawal",
    "withdrawn",
    "new_subscription",
    "new_push_subscription",
    "new_mediation_question",
    "question_taken",
    "new_code",
    "code_sent",
    "new_session",
    "new_identity",
    "session",
    "session_with_details",
    "me",
    "me_to_be_erased",
    "me_change",
    "me_bookmarks",
    "me_new_address",
    "me_confirmed_address",
    "export",
    "report",
    "reports",
    "article",
    "article_feedback",
    "article_feedback_why",
    "problem_wrong_code",
    "problem_wrong_identity",
    "problem_malformed",
    "problem_malformed_query",
    "problem_key_missing",
    "problem_unauthenticated",
    "problem_not_found",
    "problem_timeout",
    "problem_illegal_move",
    "problem_too_large",
    "problem_media_type",
    "problem_invalid",
    "problem_invalid_update",
    "problem_invalid_answer",
    "problem_invalid_subscription",
    "problem_invalid_push",
    "problem_invalid_feedback",
    "problem_invalid_question",
    "problem_key_reused",
    "problem_malformed_upload",
    "problem_gone",
    "problem_offset",
    "problem_checksum",
    "problem_file_too_large",
    "problem_invalid_file",
    "problem_too_many",
    "problem_internal",
    "problem_unavailable",
];

/// The `examples` of a media type.
pub(super) fn examples(names: &[&str]) -> Value {
    let of = |name: &&str| {
        let value: Value = serde_json::from_str(source(name)).expect("a test reads every example");
        ((*name).to_owned(), json!({ "value": value }))
    };
    names.iter().map(of).collect::<Map<_, _>>().into()
}
