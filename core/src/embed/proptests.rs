//! Whatever a page says: nothing panics, and what is none of ours changes nothing but the count.

use super::*;
use crate::journey::{Draft, DraftId};
use crate::upload::{Owner, Upload};
use proptest::prelude::*;
use recourse_contract::ticket::TicketKind;

/// Texts that look like messages, and others.
fn texts() -> impl Strategy<Value = String> {
    let value = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        Just("{}".to_owned()),
        "[0-9]{1,25}",
        "\"[a-zA-Z0-9.@# +-]{0,40}\"",
        Just("\"\u{202e}\"".to_owned()),
    ];
    let name = "(v|type|language|scheme|theme|flow|topic|country|prefill|identity|closable|token)";
    let field = (name, value).prop_map(|(name, value)| format!("\"{name}\":{value}"));
    let kind = prop::sample::select(vec!["hello", "options", "identity", "resized"]);
    let message = (0_u8..3, kind, prop::collection::vec(field, 0..8));
    prop_oneof![
        ".{0,60}",
        Just("[".repeat(5_000)),
        Just("{\"v\":1,\"type\":\"hello\"}".to_owned() + &" ".repeat(MAX_TEXT)),
        message.prop_map(|(version, kind, fields)| {
            let fields: String = fields.iter().map(|field| format!(",{field}")).collect();
            format!("{{\"v\":{version},\"type\":\"{kind}\"{fields}}}")
        }),
    ]
}

fn events() -> impl Strategy<Value = Event> {
    prop_oneof![
        texts().prop_map(Event::Heard),
        Just(Event::Stands),
        (0_u32..3).prop_map(Event::Measured),
        (0_u32..3).prop_map(Event::Unread),
        Just(Event::Wanted),
        (0_u32..4).prop_map(Event::GivenUp),
        Just(Event::Closed),
    ]
}

proptest! {
    #[test]
    fn what_is_no_message_changes_nothing(text in texts(), origin in "(https://a\\.example|null|.{0,10})") {
        if let Some(model) = Model::greeted(&text, &origin) {
            prop_assert!(text.len() <= MAX_TEXT && origin.starts_with("http"));
            // Whatever it says leads to a screen.
            model.options.begins(&[]);
        }
        let mut model = Model::default();
        if FromHost::parse(&text).is_none() {
            prop_assert_eq!(update(&mut model, Event::Heard(text)), []);
            let mut counted = Model::default();
            counted.ignored = 1;
            prop_assert_eq!(model, counted);
        }
    }

    #[test]
    fn each_question_has_one_answer(events in prop::collection::vec(events(), 0..40)) {
        let mut model = Model::greeted("{\"v\":1,\"type\":\"hello\",\"identity\":true}", "https://a.example").expect("a greeting");
        let mut open = false;
        for event in events {
            let without = !model.options.identity;
            for effect in update(&mut model, event) {
                match effect {
                    Effect::Ask(_) => {
                        prop_assert!(!open, "one at a time");
                        open = true;
                    }
                    Effect::Identity(_) => {
                        prop_assert!(open || without, "nobody has asked");
                        open = false;
                    }
                    _ => {}
                }
            }
        }
    }

    #[test]
    fn a_parcel_is_read_back_and_nothing_else_is(text in texts(), files in 0_u64..4, cut in 0_usize..400) {
        prop_assert_eq!(Parcel::parse(&text), None);
        let draft = Draft::new(DraftId::from_random(7), TicketKind::Complaint, 5);
        let owner = Owner::Draft(draft.id.clone());
        let upload = |at: u64| Upload::new(format!("{at:032x}"), owner.clone(), "é.pdf".into(), String::new(), at, 5);
        let parcel = Parcel { draft, uploads: (0..files).map(upload).collect() };
        let text = parcel.to_text();
        prop_assert_eq!(Parcel::parse(&text), Some(parcel));
        if text.is_char_boundary(cut) && cut < text.len() {
            prop_assert_eq!(Parcel::parse(&text[..cut]), None);
        }
    }
}
