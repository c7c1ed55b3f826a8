//! The staff's pages over HTTP.

use super::*;
use contracts::post::{Letter, Parcel, Post, TariffRow};
use platform::{Ctx, Tx};

/// A post that takes the postage of every result from who receives it.
struct OnDelivery;

#[async_trait]
impl Post for OnDelivery {
    fn tariff(&self, _: &Ctx) -> Result<Vec<TariffRow>> {
        Ok(Vec::new())
    }
    async fn of_dossier(&self, _: &App, _: i64) -> Result<Vec<Parcel>> {
        Ok(Vec::new())
    }
    async fn receiver_pays(&self, _: &App, _: i64) -> Result<bool> {
        Ok(true)
    }
    async fn letter(&self, _: &Ctx, _: i64) -> Result<Option<Letter>> {
        Ok(None)
    }
    async fn join(&self, _: &Ctx, _: &Tx, _: i64, _: (i64, &str), _: bool) -> Result<Option<Day>> {
        Ok(None)
    }
}

const CLERK: [&str; 2] = ["fees.view", "fees.collect"];

#[tokio::test]
async fn a_cashier_opens_a_book_takes_cash_prints_and_closes() {
    let desk = Desk::new().await;
    let (_, clerk) = desk.staff("clerk", &CLERK).await;
    let (_, head) = desk.staff("head", &["fees.view", "fees.approve"]).await;
    let demand = desk.demand(1, "HT-10").await.unwrap();
    let (status, page) = desk.get("/khoan-thu", &clerk).await;
    assert!(
        status == StatusCode::OK && page.contains("H13.02-130610-0001") && page.contains("50.000"),
        "{page}"
    );
    let (_, page) = desk.get(&format!("/khoan-thu/{}", demand.id), &clerk).await;
    assert!(page.contains("Bạn chưa mở sổ quỹ"), "{page}");
    let ward = WARD.to_string();
    let (status, _) = desk.post("/so-quy", &clerk, &[("co-quan", "3"), ("ton", "0")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "another agency's desk");
    let (status, book) = desk.post("/so-quy", &clerk, &[("co-quan", &ward), ("ton", "100.000")]).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{book}");
    let take = format!("/khoan-thu/{}/thu", demand.id);
    let (status, page) = desk.post(&take, &clerk, &[("so-tien", "năm mươi")]).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("năm mươi"), "{page}");
    assert_eq!(desk.post(&take, &clerk, &[("so-tien", "50.000")]).await.0, StatusCode::SEE_OTHER);
    let (_, page) = desk.get("/bien-lai", &clerk).await;
    assert!(page.contains("13/000001") && page.contains("Nguyễn Thị Lan"), "{page}");
    let (status, paper) = desk.get("/bien-lai/1/in", &clerk).await;
    assert!(status == StatusCode::OK && paper.starts_with("%PDF"));
    for record in ["fee_demand", "fee_receipt"] {
        let noted = format!("SELECT COUNT(*) FROM personal_read WHERE record = '{record}'");
        assert_eq!(desk.count(&noted).await, 1, "{record}");
    }
    let (status, page) = desk.post(&format!("{book}/khoa"), &clerk, &[("to-50000", "2")]).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("thiếu 50.000 đồng"), "{page}");
    assert_eq!(
        desk.post(&format!("{book}/khoa"), &clerk, &[("to-50000", "3")]).await.0,
        StatusCode::SEE_OTHER
    );
    assert_eq!(desk.post(&format!("{book}/xac-nhan"), &head, &[]).await.0, StatusCode::SEE_OTHER);
    let (_, page) = desk.get(&book, &clerk).await;
    assert!(page.contains("Đã xác nhận") && page.contains("Cán bộ head"), "{page}");
    let (status, paper) = desk.get(&format!("{book}/in"), &clerk).await;
    assert!(status == StatusCode::OK && paper.starts_with("%PDF"));
}

#[tokio::test]
async fn lists_reports_and_the_quarter_show_what_was_taken_and_leave_as_files() {
    let desk = Desk::new().await;
    let (actor, clerk) = desk.staff("clerk", &CLERK).await;
    let app = desk.app();
    acts::open(app, &actor, WARD, 0).await.unwrap();
    let demand = desk.demand(1, "HT-10").await.unwrap();
    acts::take(app, &actor, demand.id, 50_000).await.unwrap();
    for path in [
        "/khoan-thu",
        "/giao-dich",
        "/bien-lai",
        "/so-quy",
        "/hoan-phi",
        "/bao-cao-phi",
        "/bao-cao-phi/quy",
        "/bieu-phi",
    ] {
        let (status, page) = desk.get(path, &clerk).await;
        assert_eq!(status, StatusCode::OK, "{path} {page}");
        let (status, file) = desk.get(&format!("{path}?dang=csv"), &clerk).await;
        assert_eq!(status, StatusCode::OK, "{path} {file}");
    }
    for by in ["linh-vuc", "thu-tuc", "ho-so"] {
        let (_, page) = desk.get(&format!("/bao-cao-phi?theo={by}&ky=2013-06"), &clerk).await;
        assert!(
            page.contains("30.000 đồng") && page.contains("20.000 đồng") && page.contains("50.000 đồng"),
            "{page}"
        );
    }
    let (_, page) = desk.get("/giao-dich?linh-vuc=HT&tu=2013-06-01&den=2013-06-30&con=co", &clerk).await;
    assert!(page.contains("1 bản ghi"), "the figure leads to its rows: {page}");
    let (_, page) = desk.get("/khoan-thu?tinh-trang=open", &clerk).await;
    assert!(page.contains("Không có khoản thu nào"), "{page}");
    let (_, page) = desk.get("/khoan-thu?tinh-trang=settled&q=nguyen+thi+lan", &clerk).await;
    assert!(page.contains("1 bản ghi"), "{page}");
}

#[tokio::test]
async fn an_exemption_needs_its_paper_and_changes_nothing_that_is_paid() {
    let desk = Desk::new().await;
    let (actor, clerk) = desk.staff("clerk", &CLERK).await;
    let tx = desk.app().store.housekeeping().await.unwrap();
    let rule = r#"[{"code": "ho_ngheo", "name": "Hộ nghèo", "percent": 50, "ground": "NQ 01"}]"#;
    tx.exec(
        "INSERT INTO legal_profile (rule_key, name_vi, name_en, value, unit, valid_from, source, confirmed, note, state, changed_at) \
         VALUES ('fees.reliefs', 'x', 'x', $1, 'list', '2012-01-01', 'x', $2, '', 'published', 0)",
        vec![rule.into(), true.into()],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    desk.app().refresh().await.unwrap();
    let demand = desk.demand(1, "HT-10").await.unwrap();
    let path = format!("/khoan-thu/{}/dieu-chinh", demand.id);
    let line = store::lines_of(&desk.app().store, demand.id).await.unwrap()[0].id;
    let quantity = format!("sl-{line}");
    let (status, page) = desk.post(&path, &clerk, &[("nhom", "ho_ngheo"), (&quantity, "2")]).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("giấy tờ chứng minh"), "{page}");
    let typed = [("nhom", "ho_ngheo"), ("giay-to", "Sổ hộ nghèo 12"), (&*quantity, "2")];
    assert_eq!(desk.post(&path, &clerk, &typed).await.0, StatusCode::SEE_OTHER);
    let now = desk.now(demand.id).await;
    assert_eq!(
        (now.due, now.relief_name.as_deref()),
        (40_000, Some("Hộ nghèo")),
        "half of 2 × 30.000 and 20.000"
    );
    assert!(now.relief_ground.unwrap().contains("Sổ hộ nghèo 12"));
    let (status, page) = desk.post(&path, &clerk, &[("buu-chinh", "co")]).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("không có cước bưu chính"), "{page}");
    let post: Arc<dyn Post> = Arc::new(OnDelivery);
    desk.app().provide(post);
    let (status, page) = desk.post(&path, &clerk, &[("buu-chinh", "co")]).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("không thu cước lần nữa"), "{page}");
    acts::open(desk.app(), &actor, WARD, 0).await.unwrap();
    acts::take(desk.app(), &actor, demand.id, 10_000).await.unwrap();
    assert_eq!(desk.post(&path, &clerk, &[]).await.0, StatusCode::CONFLICT);
}

#[tokio::test]
async fn what_is_refused_comes_back_in_its_form_with_what_was_typed() {
    let desk = Desk::new().await;
    let (actor, clerk) = desk.staff("clerk", &["fees.view", "fees.collect"]).await;
    let demand = desk.demand(1, "HT-10").await.unwrap();
    acts::open(desk.app(), &actor, WARD, 0).await.unwrap();
    let at = |act: &str| format!("/khoan-thu/{}/{act}", demand.id);
    let (status, page) = desk.post(&at("thu"), &clerk, &[("so-tien", "77.000")]).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("77.000"), "{page}");
    acts::take(desk.app(), &actor, demand.id, 50_000).await.unwrap();
    let typed = [("so-tien", "60.000"), ("ly-do", "Thu nhầm đối tượng")];
    let (status, page) = desk.post(&at("hoan"), &clerk, &typed).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("Thu nhầm đối tượng"), "{page}");
    let (_, page) = desk.get("/so-quy", &clerk).await;
    assert!(!page.contains("id=\"mo-so\""), "one's book is open: there is none to open: {page}");
    let again = [("co-quan", &*WARD.to_string()), ("ton", "5.000")];
    let (status, page) = desk.post("/so-quy", &clerk, &again).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("5.000"), "{page}");
}

#[tokio::test]
async fn a_refund_is_decided_by_a_choice_and_a_refused_form_keeps_the_choice() {
    let desk = Desk::new().await;
    let (actor, clerk) = desk.staff("clerk", &CLERK).await;
    let (_, head) = desk.staff("head", &["fees.view", "fees.approve"]).await;
    let app = desk.app();
    acts::open(app, &actor, WARD, 0).await.unwrap();
    let demand = desk.demand(1, "HT-10").await.unwrap();
    acts::take(app, &actor, demand.id, 50_000).await.unwrap();
    let asked = [("so-tien", "20.000"), ("ly-do", "Thu nhầm")];
    let (status, page) = desk.post(&format!("/khoan-thu/{}/hoan", demand.id), &clerk, &asked).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let (_, page) = desk.get("/hoan-phi/1", &head).await;
    assert!(
        page.contains("quyet-dinh") && !page.contains("\" checked"),
        "nothing is chosen in advance: {page}"
    );
    let decide = "/hoan-phi/1/quyet-dinh";
    assert_eq!(desk.post(decide, &head, &[]).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let (status, page) = desk.post(decide, &head, &[("quyet-dinh", "khong")]).await;
    assert!(
        status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("value=\"khong\" checked"),
        "who declined and forgot why does not approve by sending it again: {page}"
    );
    let yes = [("quyet-dinh", "dong-y")];
    assert_eq!(desk.post(decide, &head, &yes).await.0, StatusCode::SEE_OTHER);
    let (_, page) = desk.post("/hoan-phi/1/chi", &clerk, &[("cach", "chuyen-khoan")]).await;
    assert!(page.contains("value=\"chuyen-khoan\" checked"), "{page}");
}

#[tokio::test]
async fn the_schedule_is_kept_by_dated_rows_that_do_not_overlap() {
    let desk = Desk::new().await;
    let (_, keeper) = desk.staff("keeper", &["fees.schedule"]).await;
    let row = |amount: &'static str| {
        [
            ("thu-tuc", "HT-10"),
            ("loai", "charge"),
            ("ten", "Lệ phí hộ tịch"),
            ("muc", amount),
            ("don-vi", "đồng"),
            ("tu", "2013-06-20"),
            ("can-cu", "Nghị quyết 05/2013/NQ-HĐND"),
        ]
    };
    let (status, page) = desk.post("/bieu-phi/moi", &keeper, &row("25.000")).await;
    assert!(status == StatusCode::CONFLICT && page.contains("Đặt ngày hết hiệu lực"), "{page}");
    let id = desk
        .count("SELECT id FROM fee_rate WHERE name = 'Lệ phí hộ tịch' AND procedure_code = 'HT-10'")
        .await;
    let (status, _) = desk.post(&format!("/bieu-phi/{id}/het"), &keeper, &[("den", "2013-06-19")]).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert_eq!(desk.post("/bieu-phi/moi", &keeper, &row("25.000")).await.0, StatusCode::SEE_OTHER);
    assert_eq!(desk.demand(1, "HT-10").await.unwrap().due, 50_000, "received before");
    let later = FeeDossier { received_on: Some("2013-06-20".into()), ..desk.dossier(2, "HT-10") };
    let tx = desk.app().store.write(&Actor::system()).await.unwrap();
    let (demand, _) = acts::demand_in(desk.app(), &tx, &later, None).await.unwrap().unwrap();
    assert_eq!(demand.due, 55_000);
    let (_, page) = desk.get("/bieu-phi", "").await;
    assert!(page.contains("HT-10") && !page.contains("Thêm dòng"), "{page}");
    for (typed, found) in [("ht-10", true), ("thu%20tuc%20ht-10", true), ("xay%20dung", false)] {
        let (_, page) = desk.get(&format!("/bieu-phi?thu-tuc={typed}"), "").await;
        assert_eq!(page.contains("Thủ tục HT-10"), found, "{typed}: {page}");
    }
}

#[tokio::test]
async fn nobody_sees_or_takes_another_agencys_money() {
    let desk = Desk::new().await;
    let (_, clerk) = desk.staff("clerk", &CLERK).await;
    let elsewhere = FeeDossier { agency_id: OTHER_WARD, ..desk.dossier(1, "HT-10") };
    let tx = desk.app().store.write(&Actor::system()).await.unwrap();
    let (demand, _) = acts::demand_in(desk.app(), &tx, &elsewhere, None).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    assert_eq!(desk.get(&format!("/khoan-thu/{}", demand.id), &clerk).await.0, StatusCode::NOT_FOUND);
    let take = format!("/khoan-thu/{}/thu", demand.id);
    assert_eq!(desk.post(&take, &clerk, &[("so-tien", "1000")]).await.0, StatusCode::NOT_FOUND);
    let (_, page) = desk.get("/khoan-thu", &clerk).await;
    assert!(page.contains("Không có khoản thu nào"), "{page}");
}
