//! Answering an information request: what is typed, what would be sent, what is missing.

use crate::journey::{Answers, Fault, Field};
use recourse_contract::fields::{self, asked_only};
use recourse_contract::ticket::UpdateLimits;
use recourse_contract::update::{NewUpdateKind, UpdateKind};
use recourse_contract::{NewUpdate, Update};

/// The information request that waits for an answer: the last of the thread.
pub fn open_request(thread: &[Update]) -> Option<&Update> {
    thread.iter().rfind(|update| update.kind == UpdateKind::InformationRequest)
}

/// The update that these answers would send, trimmed. What is written freely stands under [`Field::Message`].
pub fn answer(answers: &Answers, request: &Update) -> NewUpdate {
    let mut update = NewUpdate {
        kind: NewUpdateKind::Answer,
        text: answers.get(&Field::Message).to_owned(),
        answers_to: Some(request.number),
        answers: answers.extras(&request.questions),
        attachments: Vec::new(),
    }
    .trimmed(&request.questions);
    update.answers = asked_only(update.answers, &request.questions);
    update
}

/// The ids of the questions that are asked, as the answers to the others stand.
pub fn asked(answers: &Answers, request: &Update) -> Vec<String> {
    let given = answer(answers, request).answers;
    fields::asked(&request.questions, &given).iter().map(|question| question.id.clone()).collect()
}

/// What has to change before it can be sent, in the order of the questions.
pub fn faults(update: &NewUpdate, request: &Update, limits: UpdateLimits) -> Vec<Fault> {
    let field = |pointer: &str| match pointer.strip_prefix("/answers/") {
        Some(id) => Field::Extra(id.split('/').next().unwrap_or_default().replace("~1", "/").replace("~0", "~")),
        None => Field::Message,
    };
    let fault = |error: recourse_contract::FieldError| Fault {
        field: field(&error.pointer),
        code: error.code,
        limit: error.limit,
        entry: None,
        detail: error.detail,
    };
    update.faults(limits, &request.questions).into_iter().map(fault).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use recourse_contract::service::{Condition, FieldKind};
    use recourse_contract::ticket::FieldValue;
    use recourse_contract::{Code, Page, Service};

    fn request() -> Update {
        let page: Page<Update> =
            serde_json::from_str(include_str!("../../../contract/examples/updates.json")).expect("an example");
        open_request(&page.items).cloned().expect("the example asks something")
    }

    fn limits() -> UpdateLimits {
        let service: Service = serde_json::from_str(include_str!("../../../contract/examples/service.json")).expect("an example");
        service.limits.update()
    }

    #[test]
    fn what_is_missing_is_said_and_what_is_right_is_the_example() {
        let request = request();
        let mut answers = Answers::default();
        let missing = faults(&answer(&answers, &request), &request, limits());
        let named: Vec<_> = missing.iter().map(|fault| (fault.field.clone(), fault.code)).collect();
        let extra = |id: &str| Field::Extra(id.into());
        assert_eq!(named, [(extra("holder"), Code::Required), (extra("iban_end"), Code::Required)]);
        answers.set(&extra("holder"), "  Auberge du Lac SARL ".into());
        answers.set(&extra("iban_end"), "4F92X".into());
        answers.set(&Field::Message, "Le compte est ouvert depuis 2019 et n’a pas changé.".into());
        assert_eq!(faults(&answer(&answers, &request), &request, limits())[0].code, Code::TooLong);
        answers.set(&extra("iban_end"), "4F92".into());
        let update = answer(&answers, &request);
        assert_eq!(faults(&update, &request, limits()), []);
        let example: NewUpdate =
            serde_json::from_str(include_str!("../../../contract/examples/new_answer.json")).expect("an example");
        assert_eq!(update, example);
        assert_eq!(Answers::from_stored(&answers.to_stored()), Some(answers));
    }

    #[test]
    fn a_question_that_hangs_on_another_comes_and_goes_and_keeps_its_answer() {
        let mut request = request();
        let [first, second] = &mut request.questions[..] else { panic!("the example asks two things") };
        (first.kind, second.required) = (FieldKind::YesNo, true);
        second.shown_if = Some(Condition { field: first.id.clone(), is: vec!["yes".into()] });
        let (first, second) = (Field::Extra(first.id.clone()), Field::Extra(second.id.clone()));
        let mut answers = Answers::default();
        answers.set(&second, "4F92".into());
        answers.set(&first, "no".into());
        assert_eq!(asked(&answers, &request), ["holder"]);
        assert_eq!(answer(&answers, &request).answers.len(), 1);
        assert_eq!(faults(&answer(&answers, &request), &request, limits()), []);
        answers.set(&first, "yes".into());
        assert_eq!(asked(&answers, &request), ["holder", "iban_end"]);
        assert_eq!(answer(&answers, &request).answers["iban_end"], FieldValue::Text("4F92".into()));
        answers.set(&second, String::new());
        assert_eq!(faults(&answer(&answers, &request), &request, limits())[0].field, second);
    }
}
