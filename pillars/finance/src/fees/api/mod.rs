//! Operations of the programming interface on fees: the schedule, what dossiers owe and have paid, receipts, refunds. Money in
//! cash is taken at a counter with its book, not here.
//!
//! schedule.rs: the schedule and the check of a receipt, for everybody · demands.rs: demands and what may be put right ·
//! money.rs: receipts and refunds.

mod demands;
mod money;
mod schedule;

use super::slice::{APPROVE, COLLECT, VIEW};
use platform::Access::{Permission, Public};
use platform::api::{Op, Operations};

/// As the slice declares them.
pub fn operations() -> Operations {
    let op = |path, id, access, summary| Op { path, id, access, summary };
    let (view, collect) = (Permission(VIEW), Permission(COLLECT));
    Operations::new()
        .get(
            op("/fee-schedule", "listFeeRates", Public, "The schedule of fees, by procedure"),
            schedule::list,
        )
        .get(
            op(
                "/receipt-checks/{code}",
                "checkReceipt",
                Public,
                "Whether a receipt is real and stands; nobody is named",
            ),
            schedule::check,
        )
        .get(
            op(
                "/fee-demands",
                "listFeeDemands",
                view,
                "What dossiers of the caller's scope owe and have paid",
            ),
            demands::list,
        )
        .get(
            op("/fee-demands/{id}", "getFeeDemand", view, "One demand with its lines, payments and refunds"),
            demands::one,
        )
        .get(
            op("/dossiers/{id}/fees", "getDossierFees", view, "The demand of a dossier"),
            demands::of_dossier,
        )
        .post(
            op(
                "/fee-demands/{id}/adjust",
                "adjustFeeDemand",
                collect,
                "Put right quantities, relief and postage, while nothing is paid",
            ),
            demands::adjust,
        )
        .post(
            op(
                "/fee-demands/{id}/ask-refund",
                "askRefund",
                collect,
                "Ask that money be given back; another decides",
            ),
            demands::ask_refund,
        )
        .get(
            op("/receipts", "listReceipts", view, "Receipts of the caller's scope, the latest first"),
            money::receipts,
        )
        .get(
            op("/refunds", "listRefunds", view, "Refunds of the caller's scope, the latest first"),
            money::refunds,
        )
        .post(
            op(
                "/refunds/{id}/decide",
                "decideRefund",
                Permission(APPROVE),
                "Decide what another person asked back",
            ),
            money::decide,
        )
}
