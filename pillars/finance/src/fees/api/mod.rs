//! Operations of the programming interface on fees: the schedule, what dossiers owe and have paid, receipts, refunds, the
//! cashiers' books and the gateway's statements. Cash goes into the caller's own open book, as at the counter.
//!
//! schedule.rs: the schedule and the check of a receipt, for everybody · demands.rs: demands and what may be put right ·
//! money.rs: receipts and refunds · books.rs: cash and the books it lies in · statements.rs: reconciliation.

mod books;
mod demands;
mod money;
mod schedule;
mod statements;

use super::slice::{APPROVE, COLLECT, RECONCILE, VIEW};
use platform::Access::{self, Permission, Public};
use platform::api::{Op, Operations};

/// As the slice declares them.
pub fn operations() -> Operations {
    reconciled(cash(owed()))
}

fn op(path: &'static str, id: &'static str, access: Access, summary: &'static str) -> Op {
    Op { path, id, access, summary }
}

fn owed() -> Operations {
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

/// Cash at the counter and the books it lies in.
fn cash(operations: Operations) -> Operations {
    let (view, collect) = (Permission(VIEW), Permission(COLLECT));
    operations
        .post(
            op("/fee-demands/{id}/take", "takeCash", collect, "Take cash into the caller's own open book"),
            books::take,
        )
        .post(
            op(
                "/receipts/{id}/cancel",
                "cancelReceipt",
                collect,
                "Cancel a receipt of cash, with the reason",
            ),
            books::cancel,
        )
        .post(op("/refunds/{id}/give", "giveRefund", collect, "Give an approved refund back"), money::give)
        .get(
            op(
                "/cash-books",
                "listCashBooks",
                view,
                "Cashiers' books of the caller's scope, the latest first",
            ),
            books::list,
        )
        .get(
            op("/cash-books/{id}", "getCashBook", view, "One book with what must lie in its drawer"),
            books::one,
        )
        .post(op("/cash-books", "openCashBook", collect, "Open a book of the caller's own"), books::open)
        .post(
            op(
                "/cash-books/{id}/close",
                "closeCashBook",
                collect,
                "Close one's own book by the count of its drawer",
            ),
            books::close,
        )
        .post(
            op(
                "/cash-books/{id}/confirm",
                "confirmCashBook",
                Permission(APPROVE),
                "Confirm a closed book of another person",
            ),
            books::confirm,
        )
}

/// What is paid here against what the gateway says.
fn reconciled(operations: Operations) -> Operations {
    let access = Permission(RECONCILE);
    operations
        .get(
            op(
                "/gateway-statements",
                "listGatewayStatements",
                access,
                "Statements of the gateway, the latest first",
            ),
            statements::list,
        )
        .post(
            op(
                "/gateway-statements",
                "importGatewayStatement",
                access,
                "Take a statement in and compare it with the orders here",
            ),
            statements::import,
        )
        .get(
            op(
                "/gateway-statements/{id}/lines",
                "listGatewayStatementLines",
                access,
                "Lines of a statement with what was found of each",
            ),
            statements::lines,
        )
        .post(
            op(
                "/gateway-statement-lines/{id}/settle",
                "settleGatewayStatementLine",
                access,
                "Settle a discrepancy with its reason",
            ),
            statements::settle,
        )
}
