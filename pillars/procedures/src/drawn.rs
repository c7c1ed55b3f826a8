//! Drafts of forms and flows as they wait for who draws them or for a second person (`contracts::waiting`): they are the city's,
//! for whom they are drawn.

use contracts::waiting::Waiting;
use kernel::Moment;
use platform::{App, Locale, Scope};

/// What is the same of a form's and a flow's newest version.
pub struct Drawn {
    /// Id of the form or flow.
    pub id: i64,
    /// Code and name of its procedure.
    pub title: String,
    /// Being drawn; else it waits for approval.
    pub is_draft: bool,
    /// Who began to draw it.
    pub drafted_by: i64,
    /// When it last changed.
    pub changed_at: i64,
}

/// How a kind of them is told.
pub struct Kind {
    /// Its kind.
    pub kind: &'static str,
    /// Address of its records.
    pub at: &'static str,
    /// Message keys of the states draft and proposed.
    pub states: [&'static str; 2],
}

/// Versions as what waits; none for whom the city's own work is outside the scope.
pub fn told(app: &App, locale: &Locale, scope: &Scope, kind: &Kind, all: Vec<Drawn>) -> Vec<Waiting> {
    let root = app.directory().root(app.clock.now().day()).map(|a| a.id);
    let Some(city) = root.filter(|root| scope.covers(*root)) else { return Vec::new() };
    let [draft, proposed] = kind.states;
    all.into_iter()
        .map(|drawn| Waiting {
            kind: kind.kind,
            id: drawn.id,
            title: drawn.title,
            href: format!("{}/{}", kind.at, drawn.id),
            agency_id: city,
            holder_id: drawn.is_draft.then_some(drawn.drafted_by),
            holder: String::new(),
            step: locale.t(if drawn.is_draft { draft } else { proposed }),
            since: Moment::from_micros(drawn.changed_at),
            due: None,
        })
        .collect()
}
