//! Operations of the programming interface on joint dossiers: over the counter's form, the list and the record, with their rights.
//!
//! groups.rs: what can be filed at once, and filing it · proxy.rs: who files for the owner · read.rs: list, record, handing over, tracking by key.

mod groups;
mod proxy;
mod read;

use contracts::desk::{RECEIVE, VIEW};
use platform::Access::{Permission, Public};
use platform::api::{Op, Operations};

/// As the slice declares them.
pub fn operations() -> Operations {
    let op = |path, id, access, summary| Op { path, id, access, summary };
    let (view, receive) = (Permission(VIEW), Permission(RECEIVE));
    Operations::new()
        .get(
            op("/joint-groups", "listJointGroups", receive, "Groups of procedures that can be filed at once today"),
            groups::list,
        )
        .get(
            op(
                "/joint-groups/{code}",
                "getJointGroup",
                receive,
                "One group at the agency that leads: who settles each part, and the papers asked once for all",
            ),
            groups::one,
        )
        .get(
            op(
                "/joint-dossiers",
                "listJointDossiers",
                view,
                "Joint dossiers that the caller's agencies lead or settle a part of",
            ),
            read::list,
        )
        .post(
            op("/joint-dossiers", "fileJointDossier", receive, "File a group at once; its first parts are opened"),
            groups::file,
        )
        .get(op("/joint-dossiers/{id}", "getJointDossier", view, "One joint dossier with its parts"), read::one)
        .post(
            op(
                "/joint-dossiers/{id}/return",
                "returnJointResults",
                receive,
                "Hand all results over at the counter of the lead",
            ),
            read::hand_over,
        )
        .get(
            op(
                "/joint-tracking/{key}",
                "followJointDossier",
                Public,
                "How far a joint dossier is, for who holds its key; nobody is named",
            ),
            read::follow,
        )
}
