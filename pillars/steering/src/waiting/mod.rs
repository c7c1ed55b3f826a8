//! All that waits for somebody (ai đang giữ, từ bao giờ, trễ bao lâu): dossiers, petitions, drafts, plans, tasks, in one list. Each
//! slice gives its own through `contracts::waiting`; this one keeps nothing.
//!
//! `rules.rs` how late something is, and sums · `lines.rs` what is read, with its words · `page.rs` the list with its filters ·
//! `agencies.rs` who is late, by agency · `owed.rs` what one's own agency owes and what is coming · `slice.rs` the declaration

mod agencies;
mod lines;
mod owed;
mod page;
mod rules;
mod slice;
#[cfg(test)]
mod tests;

pub use slice::{SLICE, VIEW};

use platform::Ctx;
use ui::{Tab, Tabs};

/// The lists of what waits, those that the viewer may open.
fn tabs(ctx: &Ctx, current: &str) -> platform::error::Result<Tabs> {
    let tab = |href: &str, label: &str| Tab {
        label: ctx.t(label),
        href: href.to_owned(),
        current: href == current,
        count: None,
    };
    let mut items = vec![tab(page::MINE, "waiting-tab-mine")];
    if ctx.viewer()?.has(VIEW) {
        items.push(tab("/phai-lam", "waiting-menu-owed"));
        items.push(tab(page::PATH, "waiting-menu"));
        items.push(tab("/dang-cho/co-quan", "waiting-tab-agencies"));
    }
    Ok(Tabs { label: ctx.t("waiting-menu"), items })
}
