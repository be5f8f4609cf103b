//! Whom a partner whose account somebody looks after should ask first; writing here stays possible.

use crate::shell::words::Words;
use leptos::prelude::*;
use recourse_contract::Service;
use recourse_contract::ticket::ManagedBy;
use recourse_core::i18n::key;

/// The first contact of whoever is looked after so, with what the platform says of it; nothing for those who look after
/// themselves.
pub fn first_contact(words: Words, service: &Service, by: ManagedBy) -> Option<AnyView> {
    if matches!(by, ManagedBy::Myself | ManagedBy::Other) {
        return None;
    }
    let Some(contact) = service.first_contacts.iter().find(|contact| contact.managed_by == by).cloned() else {
        return Some(view! { <p class="suggestion">{words.t(key::MANAGED_FIRST)}</p> }.into_any());
    };
    Some(
        view! {
            <div class="suggestion first-contact">
                <p>{contact.text}</p>
                <ul>
                    {contact.name.map(|name| view! { <li><b>{name}</b></li> })}
                    {contact.email.map(|email| view! { <li><a href=format!("mailto:{email}")>{email.clone()}</a></li> })}
                    {contact.phone.map(|phone| view! { <li><a class="nobr" href=dialled(&phone)>{phone.clone()}</a></li> })}
                    {contact.url.map(|url| view! { <li><a href=url.clone() target="_blank" rel="external noopener">{url.clone()}</a></li> })}
                </ul>
                <p>{words.t(key::MANAGED_STILL)}</p>
            </div>
        }
        .into_any(),
    )
}

/// A telephone number as an address.
pub fn dialled(phone: &str) -> String {
    format!("tel:{}", phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect::<String>())
}
