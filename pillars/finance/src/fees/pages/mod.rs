//! Pages of fees: staff's lists and records, the payer's page, papers.

pub(super) mod book;
pub(super) mod call_back;
pub(super) mod check;
pub(super) mod demand;
pub(super) mod demands;
pub(super) mod parts;
pub(super) mod pay;
pub(super) mod payments;
pub(super) mod quarter;
pub(super) mod rate;
pub(super) mod receipt;
pub(super) mod receipts;
pub(super) mod reconcile;
pub(super) mod refund;
pub(super) mod refunds;
pub(super) mod reports;
pub(super) mod schedule;
pub(super) mod session;
pub(super) mod statement;

use super::sandbox;
use super::slice::{APPROVE, COLLECT, RECONCILE, SCHEDULE, VIEW};
use platform::Routes;
use platform::http::Access::{Permission as Needs, Public};

/// The routes of the slice.
pub fn routes() -> Routes {
    let staff = Routes::new()
        .get("/khoan-thu", Needs(VIEW), demands::show)
        .get("/khoan-thu/{id}", Needs(VIEW), demand::show)
        .post("/khoan-thu/{id}/thu", Needs(COLLECT), demand::take)
        .post("/khoan-thu/{id}/dieu-chinh", Needs(COLLECT), demand::adjust)
        .post("/khoan-thu/{id}/hoan", Needs(COLLECT), demand::ask_refund)
        .get("/giao-dich", Needs(VIEW), payments::show)
        .get("/bien-lai", Needs(VIEW), receipts::show)
        .get("/bien-lai/{id}/in", Needs(VIEW), receipt::print)
        .get("/bien-lai/{id}/huy", Needs(COLLECT), receipt::cancel)
        .post("/bien-lai/{id}/huy", Needs(COLLECT), receipt::cancelled)
        .get("/so-quy", Needs(VIEW), book::show)
        .post("/so-quy", Needs(COLLECT), book::open)
        .get("/so-quy/{id}", Needs(VIEW), session::show)
        .post("/so-quy/{id}/khoa", Needs(COLLECT), session::close)
        .post("/so-quy/{id}/xac-nhan", Needs(APPROVE), session::confirm)
        .get("/so-quy/{id}/in", Needs(VIEW), session::print)
        .get("/hoan-phi", Needs(VIEW), refunds::show)
        .get("/hoan-phi/{id}", Needs(VIEW), refund::show)
        .post("/hoan-phi/{id}/quyet-dinh", Needs(APPROVE), refund::decide)
        .post("/hoan-phi/{id}/chi", Needs(COLLECT), refund::give)
        .get("/doi-soat", Needs(RECONCILE), reconcile::show)
        .post("/doi-soat", Needs(RECONCILE), reconcile::import)
        .with_files()
        .get("/doi-soat/{id}", Needs(RECONCILE), statement::show)
        .get("/doi-soat/dong/{id}", Needs(RECONCILE), statement::line)
        .post("/doi-soat/dong/{id}", Needs(RECONCILE), statement::settle)
        .get("/bao-cao-phi", Needs(VIEW), reports::show)
        .get("/bao-cao-phi/quy", Needs(VIEW), quarter::show)
        .get("/bao-cao-phi/quy/in", Needs(VIEW), quarter::print)
        .get("/bieu-phi/moi", Needs(SCHEDULE), rate::new)
        .post("/bieu-phi/moi", Needs(SCHEDULE), rate::add)
        .get("/bieu-phi/{id}/het", Needs(SCHEDULE), rate::ending)
        .post("/bieu-phi/{id}/het", Needs(SCHEDULE), rate::end);
    staff
        .get("/bieu-phi", Public, schedule::show)
        .get("/nop-tien/{key}", Public, pay::show)
        .post("/nop-tien/{key}", Public, pay::start)
        .get("/nop-tien/{key}/ve", Public, pay::back)
        .get("/nop-tien/{key}/bien-lai/{code}", Public, pay::receipt)
        .post("/nop-tien/goi-lai", Public, call_back::hear)
        .get("/bien-lai-dien-tu/{code}", Public, check::show)
        .get("/cong-thu-nghiem/thanh-toan", Public, sandbox::show)
        .post("/cong-thu-nghiem/thanh-toan", Public, sandbox::decide)
        .get("/cong-thu-nghiem/tinh-trang", Public, sandbox::status)
}
