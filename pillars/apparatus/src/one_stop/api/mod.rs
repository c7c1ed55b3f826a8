//! Operations of the programming interface on dossiers: over the pages' own reading of forms, rights, acts and notes of looks.
//!
//! view.rs: how a dossier is told · read.rs: list, record, files, figures · filing.rs: a new one · acts.rs: what the desk does ·
//! work.rs: the way through the agency, payment, withdrawal, what is put right · opinions.rs: questions to other units ·
//! shelf.rs: what a person before the desk holds already · calculator.rs: what would be promised ·
//! returns.rs: why dossiers came back, letters of apology · flows.rs: dossiers moved to today's flow ·
//! track.rs: how far it is, for everybody · desk.rs: the same for interfaces that others have drawn, by the port `Desk`.

mod acts;
mod calculator;
pub(super) mod desk;
mod filing;
mod flows;
mod opinions;
mod read;
mod returns;
mod shelf;
mod track;
mod view;
mod work;

use super::permissions::{MOVE_FLOW, OPINION, RECEIVE, RETURN, VIEW};
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
        .post(
            op(
                "/shelf",
                "lookIntoShelf",
                receive,
                "What the person before the desk holds already, where they agreed to it; the look is noted",
            ),
            shelf::look,
        )
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
    moves(figures(opinions(work(desk(read)))))
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

/// The way through the agency and out of it.
fn work(operations: Operations) -> Operations {
    let (view, receive) = (Access::Permission(VIEW), Access::Permission(RECEIVE));
    operations
        .get(
            op("/dossiers/{id}/assignees", "listAssignees", view, "Who the current step can be given to"),
            work::assignees,
        )
        .post(
            op("/dossiers/{id}/assign", "assignDossier", view, "Give the current step to a colleague"),
            work::assign,
        )
        .post(op("/dossiers/{id}/take", "takeDossier", view, "Take the current step oneself"), work::take)
        .post(
            op("/dossiers/{id}/send-back", "sendBackDossier", view, "Give it back to the step before"),
            work::send_back,
        )
        .post(
            op("/dossiers/{id}/extend", "extendDossier", view, "Apologise and promise another day"),
            work::extend,
        )
        .post(
            op(
                "/dossiers/{id}/apologise",
                "apologiseForDossier",
                view,
                "Apologise once the promise has passed, with the day on which the result is expected",
            ),
            work::apologise,
        )
        .post(
            op(
                "/dossiers/{id}/ask-payment",
                "askPayment",
                view,
                "Ask the applicant to pay what the law demands; the clock stands meanwhile",
            ),
            work::ask_payment,
        )
        .post(op("/dossiers/{id}/pay", "recordPayment", view, "It was paid: the clock goes on"), work::pay)
        .post(
            op("/dossiers/{id}/collect-fee", "collectFee", view, "Note a fee taken at the desk"),
            work::collect,
        )
        .post(
            op(
                "/dossiers/{id}/ask-withdrawal",
                "askWithdrawal",
                receive,
                "Note that the applicant takes it back",
            ),
            work::ask_withdrawal,
        )
        .post(
            op("/dossiers/{id}/keep-on", "keepOn", receive, "Note that the applicant goes on after all"),
            work::keep_on,
        )
        .post(
            op("/dossiers/{id}/confirm-withdrawal", "confirmWithdrawal", view, "Give the papers back"),
            work::confirm_withdrawal,
        )
        .post(
            op(
                "/dossiers/{id}/correct",
                "correctDossier",
                receive,
                "Put right what was written down of the people and the delivery",
            ),
            work::correct,
        )
}

/// What would be promised, why dossiers came back, and the letters that apologise.
fn figures(operations: Operations) -> Operations {
    let view = Access::Permission(VIEW);
    operations
        .get(
            op(
                "/deadline-calculator",
                "countDeadline",
                Access::Public,
                "What would be promised for a procedure or a bare term, with its arithmetic",
            ),
            calculator::count,
        )
        .get(
            op("/return-reasons", "listReturnReasons", view, "Reasons of supplements and refusals, of today"),
            returns::reasons,
        )
        .get(
            op(
                "/statistics/returns",
                "countReturns",
                view,
                "Why dossiers of the caller's scope came back, by procedure, paper, reason, agency or month",
            ),
            returns::counts,
        )
        .get(op("/returns", "listReturns", view, "The returns behind a figure"), returns::list)
        .get(
            op("/apologies", "listApologies", view, "Letters of apology of the caller's scope"),
            returns::apologies,
        )
}

/// Questions to other units, by who asks and by who is asked.
fn opinions(operations: Operations) -> Operations {
    let (view, asked) = (Access::Permission(VIEW), Access::Permission(OPINION));
    operations
        .post(
            op("/dossiers/{id}/ask-opinion", "askOpinion", view, "Ask another unit for its opinion"),
            opinions::ask,
        )
        .post(
            op("/opinions/{id}/withdraw", "withdrawOpinion", view, "Take a question back"),
            opinions::withdraw,
        )
        .get(
            op(
                "/opinions",
                "listOpinions",
                asked,
                "Questions that wait for the caller's units, the soonest due first",
            ),
            opinions::list,
        )
        .get(
            op("/opinions/{id}", "getOpinion", asked, "One question with what the answer needs to know"),
            opinions::one,
        )
        .get(
            op(
                "/opinions/{id}/documents/{hash}",
                "getOpinionDocument",
                asked,
                "A paper of the dossier asked about",
            ),
            opinions::document,
        )
        .post(op("/opinions/{id}/answer", "answerOpinion", asked, "Answer it, once"), opinions::answer)
}

/// Running dossiers on older flows and their moves.
fn moves(operations: Operations) -> Operations {
    let moving = Access::Permission(MOVE_FLOW);
    operations
        .get(
            op(
                "/dossiers-on-older-flows",
                "listDossiersOnOlderFlows",
                moving,
                "Running dossiers on another flow than their procedure has today, with the place they would take in it",
            ),
            flows::older,
        )
        .post(
            op(
                "/flow-moves",
                "moveDossiersToNewestFlow",
                moving,
                "Move running dossiers to the flow that their procedure has today; a job does the work",
            ),
            flows::ask,
        )
        .get(
            op("/flow-moves", "listFlowMoves", moving, "The moves that the caller asked for, the last first"),
            flows::moves,
        )
        .get(op("/flow-moves/{id}", "getFlowMove", moving, "A move with how far it is"), flows::one)
        .get(
            op(
                "/flow-moves/{id}/dossiers",
                "listFlowMoveDossiers",
                moving,
                "The dossiers of a move with how it went with each",
            ),
            flows::items,
        )
}
