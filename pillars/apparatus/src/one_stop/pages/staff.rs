//! The addresses of the staff's pages with who may call them; each handler checks the dossier's agency by the same permissions.

use super::{
    apologies, apology, batch, batch_return, book, books, deeds, dossier, editions, fees, file, flow_moves,
    inbox, intake, intake_submit, move_flow, move_flows, of_year, opinion, opinion_withdraw, opinions,
    received, register, returns, returns_list, slip, today,
};
use crate::one_stop::permissions::{CLOSE_BOOK, MOVE_FLOW, OPINION, RECEIVE, REGISTER, RETURN, VIEW};
use platform::{Access, Routes};

/// Adds the staff's routes.
pub fn routes(routes: Routes) -> Routes {
    let view = Access::Permission(VIEW);
    let routes = routes
        .get("/viec-hom-nay", Access::Staff, today::show)
        .get("/ho-so", view, inbox::show)
        .post("/ho-so/loat", view, batch::submit)
        .get("/ho-so/nhan-trong-nam", view, of_year::show)
        .get("/ho-so/chuyen-quy-trinh", Access::Permission(MOVE_FLOW), move_flow::list)
        .post("/ho-so/chuyen-quy-trinh", Access::Permission(MOVE_FLOW), move_flows::submit)
        .get("/ho-so/chuyen-quy-trinh/tat-ca", Access::Permission(MOVE_FLOW), move_flows::show_all)
        .post("/ho-so/chuyen-quy-trinh/tat-ca", Access::Permission(MOVE_FLOW), move_flows::submit_all)
        .get("/ho-so/chuyen-quy-trinh/cac-lan", Access::Permission(MOVE_FLOW), flow_moves::list)
        .get("/ho-so/chuyen-quy-trinh/cac-lan/{id}", Access::Permission(MOVE_FLOW), flow_moves::show)
        .get("/ho-so/{id}/chuyen-quy-trinh", Access::Permission(MOVE_FLOW), move_flow::show)
        .post("/ho-so/{id}/chuyen-quy-trinh", Access::Permission(MOVE_FLOW), move_flow::submit)
        .get("/ho-so/{id}", view, dossier::show)
        .get("/ho-so/{id}/tep/{hash}", view, file::show)
        .get("/ho-so/{id}/kiem-soat", view, slip::show)
        .get("/xin-loi", view, apologies::show)
        .get("/ly-do-tra-lai", view, returns::show)
        .get("/ly-do-tra-lai/ho-so", view, returns_list::show)
        .get("/ho-so/{id}/xin-loi", view, apology::show)
        .get("/ho-so/{id}/xin-loi/in", view, apology::preview)
        .post("/ho-so/{id}/xin-loi/bo-qua", view, apology::dismiss)
        .get("/quay/nhan", Access::Permission(RECEIVE), intake::show)
        .post("/quay/nhan", Access::Permission(RECEIVE), intake_submit::submit)
        .with_files()
        .get("/quay/da-nhan/{id}", Access::Permission(RECEIVE), received::show)
        .post("/ho-so/loat/tra", Access::Permission(RETURN), batch_return::submit)
        .get("/thu-phi", Access::Permission(RECEIVE), fees::show)
        .get("/thu-phi/{id}/huy", Access::Permission(RECEIVE), fees::cancel)
        .post("/thu-phi/{id}/huy", Access::Permission(RECEIVE), fees::cancelled)
        .get("/y-kien", Access::Permission(OPINION), opinions::show)
        .get("/y-kien/{id}", Access::Permission(OPINION), opinion::show)
        .post("/y-kien/{id}", Access::Permission(OPINION), opinion::submit)
        .get("/y-kien/{id}/tep/{hash}", Access::Permission(OPINION), opinion::file)
        .get("/y-kien/{id}/rut", view, opinion_withdraw::show)
        .post("/y-kien/{id}/rut", view, opinion_withdraw::submit)
        .get("/so-theo-doi", Access::Permission(REGISTER), register::show)
        .get("/so-theo-doi/nam", Access::Permission(REGISTER), books::show)
        .get("/so-theo-doi/nam/{id}", Access::Permission(REGISTER), book::show)
        .post("/so-theo-doi/nam/{id}/khoa", Access::Permission(CLOSE_BOOK), book::close)
        .get("/mau-in", Access::Staff, editions::show);
    deeds::routes(routes)
}
