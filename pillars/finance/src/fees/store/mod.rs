//! All SQL of fees.

mod book;
mod demands;
mod money;
mod orders;
mod rates;
mod refunds;
mod reports;
mod statements;

pub use book::{
    SessionRow, close_session, confirm_session, drawer, lock_session, open_agencies, open_session,
    open_session_of, session, sessions,
};
pub use demands::{
    DemandRow, LineRow, NewDemand, add_demand, demand, demand_of_dossier, demand_of_key, demands, lines_of,
    lock, lock_of_dossier, of_account, paid_between, replace_lines, save_sums, set_relief, stands,
    unlink_account,
};
pub use money::{
    NewPayment, PaymentRow, ReceiptRow, add_parts, add_payment, add_receipt, cancel_payment, cancel_receipt,
    next_number, payment_of_desk_line, payments, payments_of, payments_of_session, receipt, receipt_of_code,
    receipts, receipts_of, shares_of, take_parts_back,
};
pub use orders::{
    OrderRow, Sandbox, add_order, add_told, decide_sandbox, end_order, hanging, note_asked, open_order_of,
    order_of_code, orders_of, sandbox,
};
pub use rates::{NewRate, RateRow, add_rate, add_rates, end_rate, known_procedures, rate, rates, rates_of};
pub use refunds::{RefundRow, add_refund, asked_sum, decide_refund, do_refund, refund, refunds, refunds_of};
pub use reports::{Total, totals, ways};
pub use statements::{
    StatedRow, StatementRow, add_statement, known_orders, open_lines, settle_line, stated, stated_line,
    statement, statements,
};

/// Share of dossiers with fees that were paid online (Decision 766/QĐ-TTg, indicator 3.6), by the day all was paid. The
/// Decision counts dossiers with a fee above nothing; those still owing are no part of it until they are paid.
pub const ONLINE_EVIDENCE: &str = "SELECT d.id AS record_id, d.dossier_code AS label, d.agency_id AS agency_id, \
     d.settled_on AS on_day, CAST(NULL AS TEXT) AS until_day, d.procedure_code AS procedure_code, d.field AS field, \
     d.channel AS channel, CAST('' AS TEXT) AS reason, CAST(CASE WHEN d.paid_online THEN 1 ELSE 0 END AS BIGINT) AS numerator, \
     CAST(1 AS BIGINT) AS denominator, CAST(0 AS BIGINT) AS value FROM fee_demand d \
     WHERE d.settled_on IS NOT NULL AND d.due > 0 AND d.paid > 0";
