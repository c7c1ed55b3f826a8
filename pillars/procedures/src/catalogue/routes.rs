//! The addresses of the catalogue, each with who may open it.

use super::pages;
use super::slice::{APPROVE, EDIT, READ};
use platform::http::{Access, Routes};

const EDITS: Access = Access::Permission(EDIT);
const READS: Access = Access::Permission(READ);

/// All of them.
pub fn routes() -> Routes {
    keepers(changes(open_to_all(Routes::new())))
}

fn open_to_all(routes: Routes) -> Routes {
    routes
        .get("/thu-tuc", Access::Public, pages::list::show)
        .get("/thu-tuc/so/{id}", Access::Public, pages::sheet::by_id)
        .get("/thu-tuc/du-lieu", Access::Public, pages::exchange::public)
        .get("/thu-tuc/lien-thong", Access::Public, pages::groups::public::list)
        .get("/thu-tuc/lien-thong/{id}", Access::Public, pages::groups::public::show)
        .get("/thu-tuc/{code}", Access::Public, pages::sheet::show)
        .get("/thu-tuc/{code}/in", Access::Public, pages::sheet::print)
        .get("/thu-tuc/{code}/mau-don", Access::Public, pages::forms::blank)
        .get("/thu-tuc/{code}/bieu-mau/{id}", Access::Public, pages::forms::file)
        .get("/thu-tuc/{code}/so-sanh", Access::Public, pages::compare::show)
        .get("/thu-tuc/{code}/phien-ban/{number}", Access::Public, pages::sheet::version)
}

fn changes(routes: Routes) -> Routes {
    routes
        .get("/quan-tri/thu-tuc/thay-doi", READS, pages::changes::list)
        .get("/quan-tri/thu-tuc/thay-doi/moi", EDITS, pages::changes::new::show)
        .post("/quan-tri/thu-tuc/thay-doi/moi", EDITS, pages::changes::new::open)
        .get("/quan-tri/thu-tuc/thay-doi/{id}", READS, pages::changes::show::show)
        .get("/quan-tri/thu-tuc/thay-doi/{id}/mo-phong", READS, pages::changes::simulate::show)
        .get("/quan-tri/thu-tuc/thay-doi/{id}/phan/{part}", EDITS, pages::changes::part::show)
        .post("/quan-tri/thu-tuc/thay-doi/{id}/phan/{part}", EDITS, pages::changes::part::save)
        .post("/quan-tri/thu-tuc/thay-doi/{id}/viec/{act}", EDITS, pages::changes::act::act)
        .post(
            "/quan-tri/thu-tuc/thay-doi/{id}/duyet",
            Access::Permission(APPROVE),
            pages::changes::act::approve,
        )
        .post(
            "/quan-tri/thu-tuc/thay-doi/{id}/tra-lai",
            Access::Permission(APPROVE),
            pages::changes::act::send_back,
        )
        .post("/quan-tri/thu-tuc/thay-doi/{id}/quyet-dinh", EDITS, pages::changes::act::gather)
        .get("/quan-tri/thu-tuc/quyet-dinh", READS, pages::decisions::list)
        .get("/quan-tri/thu-tuc/quyet-dinh/moi", EDITS, pages::decisions::form::new)
        .post("/quan-tri/thu-tuc/quyet-dinh/moi", EDITS, pages::decisions::form::open)
        .get("/quan-tri/thu-tuc/quyet-dinh/{id}", READS, pages::decisions::show::show)
        .get("/quan-tri/thu-tuc/quyet-dinh/{id}/in", READS, pages::decisions::print::show)
        .get("/quan-tri/thu-tuc/quyet-dinh/{id}/sua", EDITS, pages::decisions::form::show)
        .post("/quan-tri/thu-tuc/quyet-dinh/{id}/sua", EDITS, pages::decisions::form::save)
        .post("/quan-tri/thu-tuc/quyet-dinh/{id}/ky", EDITS, pages::decisions::show::sign)
        .get("/quan-tri/thu-tuc/han", READS, pages::radar::show)
}

fn keepers(routes: Routes) -> Routes {
    routes
        .get("/quan-tri/thu-tuc", EDITS, pages::staff::list)
        .get("/quan-tri/thu-tuc/nhap", EDITS, pages::upload::show)
        .post("/quan-tri/thu-tuc/nhap", EDITS, pages::upload::look)
        .with_files()
        .post("/quan-tri/thu-tuc/nhap/ban-thao", EDITS, pages::upload::draft)
        .with_long_texts()
        .with_files()
        .get("/quan-tri/thu-tuc/bo-phan", READS, pages::regimes::show)
        .get("/quan-tri/thu-tuc/kiem-tra", READS, pages::quality::show)
        .get("/quan-tri/thu-tuc/can-cu", READS, pages::basis::list)
        .get("/quan-tri/thu-tuc/can-cu/moi", EDITS, pages::basis::new)
        .post("/quan-tri/thu-tuc/can-cu/moi", EDITS, pages::basis::open)
        .get("/quan-tri/thu-tuc/can-cu/{id}", READS, pages::basis::show)
        .post("/quan-tri/thu-tuc/can-cu/{id}", EDITS, pages::basis::save)
        .post("/quan-tri/thu-tuc/can-cu/{id}/hieu-luc", EDITS, pages::basis::effect)
        .post("/quan-tri/thu-tuc/can-cu/{id}/bo-hieu-luc", EDITS, pages::basis::drop)
        .get("/quan-tri/thu-tuc/lien-thong", READS, pages::groups::list)
        .get("/quan-tri/thu-tuc/lien-thong/moi", EDITS, pages::groups::form::new)
        .post("/quan-tri/thu-tuc/lien-thong/moi", EDITS, pages::groups::form::open)
        .get("/quan-tri/thu-tuc/lien-thong/{id}", EDITS, pages::groups::form::show)
        .post("/quan-tri/thu-tuc/lien-thong/{id}", EDITS, pages::groups::form::save)
        .get("/quan-tri/thu-tuc/thoi-gian", READS, pages::uses::list)
        .get("/quan-tri/thu-tuc/thoi-gian/{code}", READS, pages::uses::show)
        .get("/quan-tri/thu-tuc/{code}", EDITS, pages::record::show)
        .post("/quan-tri/thu-tuc/{code}/bieu-mau", EDITS, pages::record::put)
        .with_files()
}
