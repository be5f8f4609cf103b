//! What can be done about an outcome.

use super::answers::good;
use super::inputs::{body, given};
use super::operations::answers;
use serde_json::{Value, json};

/// The language of an answer with texts for people.
const SPOKEN: (&str, &str) = ("Content-Language", "ContentLanguage");

/// Who may.
fn of_the_ticket() -> Value {
    json!([{ "link": [] }, { "session": [] }, { "bearer": [] }])
}

/// `PUT /tickets/{id}/satisfaction`.
pub(super) fn satisfaction() -> Value {
    let ok = good("The ticket as it is by now.", &[SPOKEN], "Ticket", &["ticket", "ticket_settled"]);
    json!({
        "operationId": "answerOutcome",
        "tags": ["outcome"],
        "summary": "Say whether it is settled, and how it was",
        "description": "Where `capabilities` lists `satisfaction`. `settled` goes alone, under an idempotency key, stands in the \
                        thread, and moves the ticket: yes closes it (action `settle`); no is noted, or takes back that it was \
                        settled or has lapsed (`settle`, `unsettle`). With `answers_to` it is refused when another outcome was \
                        given since. The rest needs no key, merges with what was said before, and moves nothing (`rate`). An absent \
                        field stays as it was, an empty comment is taken back. Under a key, what arrives again changes nothing.",
        "security": of_the_ticket(),
        "parameters": given(&["Id", "AcceptLanguage", "SettleKey"]),
        "requestBody": body("What the partner says of the outcome.", "Satisfaction", &["settled", "rating"]),
        "responses": answers("200", ok, &[
            ("400", "BadBody"), ("401", "Unauthenticated"), ("404", "NotFound"), ("408", "Timeout"), ("409", "IllegalMove"),
            ("413", "TooLarge"), ("415", "MediaType"), ("422", "InvalidAnswer"),
        ]),
    })
}

/// `POST /tickets/{id}/review`.
pub(super) fn review() -> Value {
    let created = good("In the thread, or there before under the same key.", &[SPOKEN], "Update", &["review_asked"]);
    json!({
        "operationId": "askReview",
        "tags": ["outcome"],
        "summary": "Ask for another review",
        "description": "Where `capabilities` lists `outcome`: as often as `reviews_left` of the ticket says. Offered as the \
                        action `request_review`. The ticket is in review again.",
        "security": of_the_ticket(),
        "parameters": given(&["Id", "AcceptLanguage", "IdempotencyKey"]),
        "requestBody": body("What is missing in the outcome.", "NewReview", &["new_review"]),
        "responses": made(created),
    })
}

/// `POST /tickets/{id}/mediation`.
pub(super) fn mediation() -> Value {
    let created = good("In the thread, or there before under the same key.", &[SPOKEN], "Update", &["mediation_asked"]);
    json!({
        "operationId": "askMediation",
        "tags": ["outcome"],
        "summary": "Ask for mediation",
        "description": "Where `capabilities` lists `mediation`. Offered as the action `request_mediation`; `no_mediation` of the \
                        ticket says why it is not. The ticket's `mediation` then has the code for the mediator. Without a ticket \
                        before it, mediation is asked for by `POST /tickets` of kind `mediation`.",
        "security": of_the_ticket(),
        "parameters": given(&["Id", "AcceptLanguage", "IdempotencyKey"]),
        "requestBody": body("Which mediator, and what goes to them.", "NewMediation", &["new_mediation"]),
        "responses": made(created),
    })
}

/// `POST /tickets/{id}/withdrawal`.
pub(super) fn withdrawal() -> Value {
    let created = good("In the thread, or there before under the same key.", &[SPOKEN], "Update", &["withdrawn"]);
    json!({
        "operationId": "withdraw",
        "tags": ["outcome"],
        "summary": "Withdraw the ticket",
        "description": "Where `capabilities` lists `outcome`. Offered as the action `withdraw`. The ticket is closed.",
        "security": of_the_ticket(),
        "parameters": given(&["Id", "AcceptLanguage", "IdempotencyKey"]),
        "requestBody": body("Why, if the partner likes to say.", "NewWithdrawal", &["new_withdrawal"]),
        "responses": made(created),
    })
}

fn made(created: Value) -> Value {
    answers(
        "201",
        created,
        &[
            ("400", "BadBody"),
            ("401", "Unauthenticated"),
            ("404", "NotFound"),
            ("408", "Timeout"),
            ("409", "IllegalMove"),
            ("413", "TooLarge"),
            ("415", "MediaType"),
            ("422", "InvalidUpdate"),
        ],
    )
}
