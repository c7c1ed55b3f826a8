//! Operations of the programming interface on dossiers: over the pages' own reading of forms, rights, acts and notes of looks.
//!
//! view.rs: how a dossier is told · read.rs: list, record, files, figures · filing.rs: a new one · acts.rs: what the desk does ·
//! track.rs: how far it is, for everybody · desk.rs: the same for interfaces that others have drawn, by the port `Desk`.

mod acts;
pub(super) mod desk;
mod filing;
mod read;
mod track;
mod view;

use super::permissions::{RECEIVE, RETURN, VIEW};
use platform::Access;
use platform::api::{Op, Operations};

const fn op(path: &'static str, id: &'static str, access: Access, summary: &'static str) -> Op {
    Op { path, id, access, summary }
}

/// As the slice declares them.
pub fn operations() -> Operations {
    let (view, receive) = (Access::Permission(VIEW), Access::Permission(RECEIVE));
    let read = Operations::new()
        .post(
            op(
                "/tracking",
                "trackDossier",
                Access::Public,
                "How far a dossier is, by its code and four digits of its owner's numbers",
            ),
            track::track,
        )
        .get(
            op(
                "/dossiers",
                "listDossiers",
                view,
                "Dossiers of the caller's scope, the soonest promised first",
            ),
            read::list,
        )
        .post(op("/dossiers", "fileDossier", receive, "File a new dossier with its papers"), filing::file)
        .get(
            op("/dossiers/{id}", "getDossier", view, "One dossier with papers, history and clock"),
            read::one,
        )
        .get(
            op(
                "/dossiers/{id}/documents/{hash}",
                "getDocument",
                view,
                "A file of a dossier: a paper handed in or a result",
            ),
            read::document,
        )
        .get(
            op("/statistics/dossiers", "countDossiers", view, "Dossiers of the caller's scope by state"),
            read::counts,
        );
    desk(read)
}

/// What the desk does, in the order of a dossier's way.
fn desk(operations: Operations) -> Operations {
    let (view, receive) = (Access::Permission(VIEW), Access::Permission(RECEIVE));
    operations
        .post(
            op(
                "/dossiers/{id}/papers",
                "recordPapers",
                receive,
                "Note papers that came in, with their scans",
            ),
            acts::papers,
        )
        .post(
            op("/dossiers/{id}/receive", "receiveDossier", receive, "Receive: the clock starts"),
            acts::receive,
        )
        .post(
            op("/dossiers/{id}/refuse", "refuseDossier", receive, "Refuse the receipt in writing"),
            acts::refuse,
        )
        .post(
            op("/dossiers/{id}/transfer", "transferDossier", receive, "Transfer to the unit that settles it"),
            acts::transfer,
        )
        .post(op("/dossiers/{id}/complete-step", "completeStep", view, "End the current step"), acts::step)
        .post(
            op(
                "/dossiers/{id}/ask-supplement",
                "askSupplement",
                view,
                "Ask for missing papers, once and in full",
            ),
            acts::ask_supplement,
        )
        .post(
            op("/dossiers/{id}/supplement", "supplementDossier", receive, "The papers asked for came"),
            acts::supplement,
        )
        .post(
            op("/dossiers/{id}/settle", "settleDossier", view, "Sign the result, granted or refused"),
            acts::settle,
        )
        .post(
            op("/dossiers/{id}/return", "returnResult", Access::Permission(RETURN), "Hand the result over"),
            acts::return_result,
        )
        .post(
            op("/dossiers/{id}/stop", "stopDossier", view, "Stop: what was asked for did not come in time"),
            acts::stop,
        )
}
