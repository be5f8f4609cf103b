//! The backend's side of the list, page by page: the next page is loaded ahead, and an answer to an earlier question
//! changes nothing. A machine: events in, effects out.

use super::View;
use recourse_contract::{Page, TicketSummary};

/// How it stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// Nothing was asked: nobody is signed in.
    #[default]
    Idle,
    /// The first page is on its way.
    Loading,
    /// Here.
    Ready,
    /// No answer. What the device has is shown.
    Failed,
}

/// What the backend has given for the present view.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listing {
    /// What is asked for.
    pub view: View,
    /// How it stands.
    pub phase: Phase,
    /// The ids that it gave, on the pages that are shown.
    pub ids: Vec<String>,
    /// The page after those, when it has come.
    ahead: Option<Page<TicketSummary>>,
    /// Where the next page begins, when it has not come.
    next: Option<String>,
    /// The news of the first page are on their way; the second says that they are wanted again.
    refreshing: Option<bool>,
    /// The partner waits for the next page.
    pub wants_more: bool,
    /// The last question; an answer to another one is stale.
    question: Question,
}

/// What an answer belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// Raised with each view.
    view: u32,
    /// Raised with each page of it; 0 asks for the news of the first one.
    page: u32,
}

/// What happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// This view is wanted; the same again asks for the news of its first page.
    Wanted(View),
    /// The next page is wanted.
    More,
    /// The answer to this question: a page, or nothing.
    Came(Question, Option<Page<TicketSummary>>),
    /// Signed out.
    Ended,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask for a page of the present view: the first, or the one at this cursor.
    Ask(Question, Option<String>),
    /// Keep these rows.
    Keep(Vec<TicketSummary>),
}

impl Question {
    fn of_next_view(self) -> Self {
        Self { view: self.view + 1, page: 0 }
    }
}

impl Listing {
    /// Whether there is more than what is shown.
    pub fn has_more(&self) -> bool {
        self.ahead.is_some() || self.next.is_some()
    }

    fn refresh(&mut self) -> Vec<Effect> {
        self.refreshing = Some(false);
        vec![Effect::Ask(Question { page: 0, ..self.question }, None)]
    }

    fn ask(&mut self, cursor: Option<String>) -> Effect {
        self.question.page += 1;
        Effect::Ask(self.question, cursor)
    }

    /// Shows a page and asks for the one after it.
    fn show(&mut self, page: Page<TicketSummary>) -> Vec<Effect> {
        for row in &page.items {
            if !self.ids.contains(&row.id) {
                self.ids.push(row.id.clone());
            }
        }
        self.next.clone_from(&page.next);
        let mut effects = vec![Effect::Keep(page.items)];
        effects.extend(page.next.map(|next| self.ask(Some(next))));
        effects
    }
}

/// Takes an event and says what is to be done.
pub fn list(listing: &mut Listing, event: Event) -> Vec<Effect> {
    match event {
        Event::Wanted(view) if view == listing.view && listing.phase == Phase::Ready => {
            // The pages that are shown stay; what is new comes before them, or changes their rows.
            match &mut listing.refreshing {
                Some(again) => {
                    *again = true;
                    Vec::new()
                }
                None => listing.refresh(),
            }
        }
        Event::Wanted(view) => {
            *listing = Listing { view, phase: Phase::Loading, question: listing.question.of_next_view(), ..Listing::default() };
            vec![listing.ask(None)]
        }
        Event::More => match listing.ahead.take() {
            Some(page) => listing.show(page),
            None if listing.next.is_some() && !listing.wants_more => {
                listing.wants_more = true;
                let next = listing.next.clone();
                vec![listing.ask(next)]
            }
            None => Vec::new(),
        },
        Event::Came(question, answer) if question.page == 0 && question.view == listing.question.view => {
            let again = listing.refreshing.take() == Some(true);
            let mut effects = Vec::new();
            if let Some(page) = answer {
                for row in &page.items {
                    if !listing.ids.contains(&row.id) {
                        listing.ids.push(row.id.clone());
                    }
                }
                effects.push(Effect::Keep(page.items));
            }
            if again {
                effects.extend(listing.refresh());
            }
            effects
        }
        Event::Came(question, answer) if question == listing.question => match (answer, listing.phase) {
            (Some(page), Phase::Loading | Phase::Failed) => {
                listing.phase = Phase::Ready;
                listing.show(page)
            }
            (Some(page), Phase::Ready) if listing.wants_more => {
                listing.wants_more = false;
                listing.show(page)
            }
            (Some(page), Phase::Ready) => {
                listing.next = None;
                listing.ahead = Some(page);
                Vec::new()
            }
            (None, Phase::Loading) => {
                listing.phase = Phase::Failed;
                Vec::new()
            }
            // The page ahead did not come: it is asked for again when it is wanted.
            (None, _) => {
                listing.wants_more = false;
                Vec::new()
            }
            (Some(_), Phase::Idle) => Vec::new(),
        },
        Event::Came(..) => Vec::new(),
        Event::Ended => {
            *listing = Listing { question: listing.question.of_next_view(), ..Listing::default() };
            Vec::new()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn row(number: usize) -> TicketSummary {
        let page: Page<TicketSummary> =
            serde_json::from_str(include_str!("../../../contract/examples/tickets.json")).expect("an example");
        TicketSummary { id: format!("t{number}"), ..page.items[0].clone() }
    }

    /// A backend with so many tickets, two on a page.
    fn answer(all: usize, cursor: Option<&str>) -> Page<TicketSummary> {
        let from: usize = cursor.map_or(0, |cursor| cursor.parse().expect("ours"));
        let to = (from + 2).min(all);
        Page { items: (from..to).map(row).collect(), next: (to < all).then(|| to.to_string()) }
    }

    #[derive(Clone, Debug)]
    enum Step {
        Want(bool),
        More,
        Answer(usize, bool),
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let step = prop_oneof![
            any::<bool>().prop_map(Step::Want),
            Just(Step::More),
            (0_usize..4, prop::bool::weighted(0.8)).prop_map(|(which, comes)| Step::Answer(which, comes)),
        ];
        prop::collection::vec(step, 0..30)
    }

    proptest! {
        /// Whatever the order of wishes and answers: no row twice, each kept, and at the end all of them are reached.
        #[test]
        fn every_page_is_reached_once(all in 0_usize..9, steps in steps()) {
            let mut listing = Listing::default();
            let mut open: Vec<(Question, Option<String>)> = Vec::new();
            let mut kept = Vec::new();
            let other = View { words: "other".into(), ..View::default() };
            let mut happen = |listing: &mut Listing, event: Event, open: &mut Vec<(Question, Option<String>)>| {
                for effect in list(listing, event) {
                    match effect {
                        Effect::Ask(question, cursor) => open.push((question, cursor)),
                        Effect::Keep(rows) => kept.extend(rows.into_iter().map(|row| row.id)),
                    }
                }
            };
            for step in steps {
                match step {
                    Step::Want(plain) => happen(&mut listing, Event::Wanted(if plain { View::default() } else { other.clone() }), &mut open),
                    Step::More => happen(&mut listing, Event::More, &mut open),
                    Step::Answer(which, comes) if !open.is_empty() => {
                        let (question, cursor) = open.remove(which % open.len());
                        let page = comes.then(|| answer(all, cursor.as_deref()));
                        happen(&mut listing, Event::Came(question, page), &mut open);
                    }
                    Step::Answer(..) => {}
                }
                let mut once = listing.ids.clone();
                once.sort();
                once.dedup();
                prop_assert_eq!(once.len(), listing.ids.len());
            }
            // From now on everything is answered.
            happen(&mut listing, Event::Wanted(View::default()), &mut open);
            for _ in 0..40 {
                if open.is_empty() {
                    happen(&mut listing, Event::More, &mut open);
                }
                for (question, cursor) in std::mem::take(&mut open) {
                    happen(&mut listing, Event::Came(question, Some(answer(all, cursor.as_deref()))), &mut open);
                }
            }
            prop_assert_eq!(listing.phase, Phase::Ready);
            prop_assert!(!listing.has_more() && !listing.wants_more);
            prop_assert_eq!(listing.ids.len(), all);
            prop_assert!(listing.ids.iter().all(|id| kept.contains(id)));
        }
    }

    #[test]
    fn the_next_page_is_there_before_it_is_wanted() {
        let mut listing = Listing::default();
        let ask = |page, cursor: Option<&str>| Effect::Ask(Question { view: 1, page }, cursor.map(str::to_owned));
        assert_eq!(list(&mut listing, Event::Wanted(View::default())), [ask(1, None)]);
        let effects = list(&mut listing, Event::Came(Question { view: 1, page: 1 }, Some(answer(5, None))));
        assert_eq!(effects[1], ask(2, Some("2")));
        list(&mut listing, Event::Came(Question { view: 1, page: 2 }, Some(answer(5, Some("2")))));
        assert_eq!(listing.ids.len(), 2, "it is not shown before it is wanted");
        assert_eq!(list(&mut listing, Event::More)[1], ask(3, Some("4")));
        assert_eq!(listing.ids.len(), 4);
    }
}
