//! The pages of filing online, one step a file.

pub mod check;
pub mod done;
pub mod drafts;
pub mod form;
pub mod mine;
pub mod papers;
pub mod people;
pub mod start;
pub mod tasks;

use super::work::{Work, path};
use platform::Ctx;
use ui::{Form, Head, Markup, Page};

/// A page with a heading, some parts and at most one form: most steps are that.
#[derive(askama::Template)]
#[template(path = "online_services/pages/step.html")]
pub(super) struct Step {
    pub page: Page,
    pub head: Head,
    pub parts: Vec<Markup>,
    pub form: Option<Form>,
}

/// Unwraps a draft that is at work, or answers with where a filed one is shown.
macro_rules! at_work {
    ($loaded:expr) => {
        match $loaded {
            Ok(work) => work,
            Err(elsewhere) => return Ok(elsewhere),
        }
    };
}
pub(super) use at_work;

/// The page of a step: its title, the way back to the tasks, and the prefix of a page with errors.
pub(super) fn step(ctx: &Ctx, work: &Work, title: &str, wrong: bool) -> (Page, Head) {
    let title = ctx.t(title);
    let words = ui::words(&ctx.locale);
    let tab = if wrong { format!("{} {title}", words.error_prefix) } else { title.clone() };
    let page = ui::page(ctx, tab).with_back(path(work.draft.id), ctx.t("online-services-back-to-tasks"));
    let mut head = Head::new(title);
    head.caption = work.version.body.name.clone();
    (page, head)
}
