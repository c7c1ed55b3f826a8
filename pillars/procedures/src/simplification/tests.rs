//! Simplification on a fresh city over HTTP: plan and radar, the questionnaire question by question, a proposal to its end.

use super::{APPROVE, EDIT, SLICE, VIEW};
use async_trait::async_trait;
use axum::http::StatusCode;
use contracts::costs::{ComplianceCosts, StudiedCost};
use contracts::load::{DossierLoad, ProcedureLoad, ReturnReason};
use kernel::{Day, Dong};
use platform::messages::{Lang, Messages};
use platform::testing::{Pages, Place, TestCity, staff, tree};
use platform::{Actor, App, Ctx, Locale, Read};
use std::sync::Arc;

static SLICES: [&platform::Slice; 5] =
    [&platform::GROUND, &ui::SHELL, &eforms::SLICE, &crate::catalogue::SLICE, &SLICE];

static AGENCIES: [Place; 3] = [
    (1, "thanh-pho", "Thành phố", "city", None),
    (2, "quan-mot", "Quận Một", "district", Some(1)),
    (3, "quan-hai", "Quận Hai", "district", Some(1)),
];

/// A year in which papers were asked for with every second dossier of HT-05.
struct Dossiers;

#[async_trait]
impl DossierLoad for Dossiers {
    async fn received(&self, _: &App, _: &str, _: i32, _: i64) -> platform::Result<i64> {
        Ok(0)
    }

    fn list_href(&self, _: &Ctx, _: &str, _: i32, _: Option<i64>) -> Option<String> {
        None
    }

    async fn by_procedure(&self, _: &App, _: Day, _: Day) -> platform::Result<Vec<ProcedureLoad>> {
        let load = ProcedureLoad {
            procedure: "HT-05".into(),
            received: 40,
            settled: 40,
            late: 4,
            sent_back: 20,
            refused: 0,
            half_days: 240,
            timed: 40,
        };
        Ok(vec![load])
    }

    async fn reasons(&self, _: &App, _: Day, _: Day) -> platform::Result<Vec<ReturnReason>> {
        Ok(vec![ReturnReason { procedure: "HT-05".into(), code: "missing".into(), count: 15 }])
    }

    fn reason(&self, _: &Locale, _: &str) -> String {
        "Thiếu giấy tờ".to_owned()
    }
}

/// Every procedure costs the first district as in the worked example, and three tenths less afterwards.
struct Costs;

#[async_trait]
impl ComplianceCosts for Costs {
    async fn of(&self, _: &App, _: &str, agency: i64) -> platform::Result<Option<StudiedCost>> {
        Ok((agency == 2).then(|| StudiedCost {
            now: Dong(3_744_000),
            after: Some(Dong(2_620_800)),
            href: "/chi-phi/7/so-sanh".to_owned(),
        }))
    }
}

struct City {
    city: TestCity,
    pages: Pages,
}

impl City {
    async fn new() -> City {
        let now = "2013-02-05".parse::<Day>().unwrap().start().plus_minutes(9 * 60);
        let city = TestCity::new(&SLICES, now).await.unwrap();
        city.app.provide(tree(&AGENCIES));
        city.app.provide(crate::catalogue::port());
        let load: Arc<dyn DossierLoad> = Arc::new(Dossiers);
        city.app.provide(load);
        let costs: Arc<dyn ComplianceCosts> = Arc::new(Costs);
        city.app.provide(costs);
        city.app.refresh().await.unwrap();
        let known = ["HT-01.yaml", "HT-05.yaml"];
        let files: Vec<_> =
            crate::catalogue::shipped().into_iter().filter(|f| known.contains(&f.name.as_str())).collect();
        crate::catalogue::import(&city.app, &Actor::system(), &files).await.unwrap();
        let router = platform::http::assemble(&city.app)
            .layer(axum::middleware::from_fn_with_state(city.app.clone(), ui::error_pages))
            .with_state(city.app.clone());
        City { city, pages: Pages::over(router) }
    }

    async fn get(&self, path: &str, token: &str) -> (StatusCode, String) {
        self.pages.get(path, token).await.unwrap()
    }

    async fn post(&self, path: &str, token: &str, form: &[(&str, &str)]) -> (StatusCode, String) {
        self.pages.post(path, token, form).await.unwrap()
    }

    /// A form that is taken; where it leads.
    async fn done(&self, path: &str, token: &str, form: &[(&str, &str)]) -> String {
        let (status, place) = self.post(path, token, form).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{path}: {place}");
        place
    }

    /// A member of staff with every right of the slice over an agency and those below; the session's token.
    async fn staff(&self, login: &str, agency: i64) -> String {
        staff(&self.city.app, login, agency, &[VIEW, EDIT, APPROVE]).await.unwrap().1
    }

    async fn number(&self, sql: &str) -> i64 {
        self.city.app.store.number(sql, vec![]).await.unwrap()
    }

    /// A row of this year's plan of the first district, for HT-05; its path.
    async fn planned(&self, token: &str) -> String {
        let row = [
            ("nam", "2013"),
            ("co-quan", "quan-mot"),
            ("thu-tuc", "HT-05"),
            ("tu", "2013-02-10"),
            ("den", "2013-06-30"),
            ("can-cu", "choice"),
            ("san-pham", "Phương án bớt giấy tờ"),
        ];
        self.done("/ra-soat/viec/moi", token, &row).await
    }
}

#[test]
fn every_text_is_there_in_both_languages() {
    let messages = Messages::new(&[SLICE.messages]).unwrap();
    assert_eq!(messages.keys(Lang::Vi), messages.keys(Lang::En));
}

#[tokio::test]
async fn an_agency_without_a_plan_is_overdue_after_january_until_it_sends_one() {
    let city = City::new().await;
    let staff = city.staff("can-bo", 1).await;
    let (status, radar) = city.get("/ra-soat/chua-gui?nam=2013", &staff).await;
    assert_eq!(status, StatusCode::OK);
    assert!(radar.contains("31/01/2013") && radar.matches("Quá hạn, chưa gửi").count() >= 2, "{radar}");
    let row = city.planned(&staff).await;
    let (_, page) = city.get(&row, &staff).await;
    assert!(page.contains("Phương án bớt giấy tờ") && page.contains("30/06/2013"), "{page}");
    city.done("/ra-soat/ke-hoach/1/gui", &staff, &[]).await;
    let (status, page) = city.post("/ra-soat/ke-hoach/1/gui", &staff, &[]).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(page.contains("Kế hoạch này đã gửi"), "{page}");
    assert_eq!(city.post(&format!("{row}/bo"), &staff, &[]).await.0, StatusCode::CONFLICT);
    let (_, late) = city.get("/ra-soat/chua-gui?nam=2013&tinh-trang=sent-late", &staff).await;
    assert!(late.contains("Quận Một") && !late.contains("Quận Hai"), "{late}");
    let (_, csv) = city.get("/ra-soat?nam=2013&dang=csv", &staff).await;
    assert!(csv.contains("HT-05") && csv.contains("30/06/2013"), "{csv}");
    assert!(!city.get(&row, &staff).await.1.contains("simplification-"), "a text is missing");
    let more = [
        ("nam", "2013"),
        ("co-quan", "quan-mot"),
        ("nhom", "Thủ tục chứng thực"),
        ("tu", "2013-06-01"),
        ("den", "2013-09-30"),
        ("can-cu", "choice"),
        ("san-pham", "Một báo cáo"),
    ];
    city.done("/ra-soat/viec/moi", &staff, &more).await;
    let (_, plan) = city.get("/ra-soat/ke-hoach/1", &staff).await;
    assert_eq!(plan.matches("sau khi gửi kế hoạch").count(), 1, "only what was added says so: {plan}");
}

#[tokio::test]
async fn what_is_missing_in_a_row_is_said_and_nothing_typed_is_lost() {
    let city = City::new().await;
    let staff = city.staff("can-bo", 1).await;
    let wrong = [("nam", "13"), ("tu", "2013-06-30"), ("den", "2013-02-10"), ("san-pham", "Một báo cáo")];
    let (status, page) = city.post("/ra-soat/viec/moi", &staff, &wrong).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    for needle in ["Một báo cáo", "Ngày hoàn thành phải sau", "Hãy chọn một thủ tục hoặc", "bốn chữ số"]
    {
        assert!(page.contains(needle), "{needle}: {page}");
    }
    let both = [wrong.as_slice(), &[("thu-tuc", "HT-05"), ("nhom", "Thủ tục hộ tịch")]].concat();
    let (_, page) = city.post("/ra-soat/viec/moi", &staff, &both).await;
    assert!(page.contains("thì để trống nhóm") && page.contains("Thủ tục hộ tịch"), "{page}");
    assert_eq!(city.number("SELECT COUNT(*) FROM review_plan").await, 0);
}

#[tokio::test]
async fn a_procedure_stands_in_a_plan_once() {
    let city = City::new().await;
    let staff = city.staff("can-bo", 1).await;
    city.planned(&staff).await;
    let again = [
        ("nam", "2013"),
        ("co-quan", "quan-mot"),
        ("thu-tuc", "HT-05"),
        ("tu", "2013-03-01"),
        ("den", "2013-07-30"),
        ("can-cu", "choice"),
        ("san-pham", "Một báo cáo"),
    ];
    let (status, page) = city.post("/ra-soat/viec/moi", &staff, &again).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("đã có trong kế hoạch") && page.contains("Một báo cáo"), "{page}");
    assert_eq!(city.number("SELECT COUNT(*) FROM review_item").await, 1);
}

#[tokio::test]
async fn a_sheet_is_walked_question_by_question_and_ends_where_the_procedure_is_not_necessary() {
    let city = City::new().await;
    let staff = city.staff("can-bo", 1).await;
    city.planned(&staff).await;
    city.done("/ra-soat/ke-hoach/1/gui", &staff, &[]).await;
    let new = [("mau", "procedure"), ("thu-tuc", "HT-05"), ("viec", "1")];
    let first = city.done("/ra-soat/phieu/moi", &staff, &new).await;
    assert_eq!(first, "/ra-soat/phieu/1/cau/1");
    let (status, page) = city.post(&first, &staff, &[("p1-muc-tieu", "Biết ai sống ở đâu")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("Biết ai sống ở đâu"), "{page}");
    let early = city.post("/ra-soat/phieu/1/xong", &staff, &[]).await;
    assert!(early.0 == StatusCode::CONFLICT && early.1.contains("Câu 1 chưa trả lời"), "{}", early.1);
    let next =
        city.done(&first, &staff, &[("p1-muc-tieu", "Biết ai sống ở đâu"), ("p1-con-can", "no")]).await;
    assert_eq!(next, "/ra-soat/phieu/1/cau/2");
    // A branch within the question: no asks why.
    assert_eq!(city.post(&next, &staff, &[("p2-dat", "no")]).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let next = city.done(&next, &staff, &[("p2-dat", "yes"), ("p2-vi-sao", "câu trả lời thừa ra")]).await;
    assert_eq!(next, "/ra-soat/phieu/1/cau/3");
    let next = city.done(&next, &staff, &[("p3-co", "no")]).await;
    let end = city.done(&next, &staff, &[("p4-ket-luan", "no"), ("p4-ly-do", "Đã có dữ liệu")]).await;
    assert_eq!(end, "/ra-soat/phieu/1", "what follows is skipped");
    assert_eq!(city.get("/ra-soat/phieu/1/cau/5", &staff).await.0, StatusCode::NOT_FOUND);
    let (_, page) = city.get("/ra-soat/phieu/1", &staff).await;
    assert!(page.contains("Không phải trả lời") && !page.contains("câu trả lời thừa ra"), "{page}");
    city.done("/ra-soat/phieu/1/xong", &staff, &[]).await;
    assert_eq!(city.number("SELECT COUNT(*) FROM review_item WHERE done_on = '2013-02-05'").await, 1);
    assert_eq!(city.get(&first, &staff).await.0, StatusCode::CONFLICT, "a finished sheet stays as it is");
    let evidence = SLICE.indicators.iter().find(|i| i.code == "procedures_reviewed").unwrap().evidence;
    assert_eq!(city.number(&format!("SELECT CAST(SUM(numerator) AS BIGINT) FROM ({evidence}) e")).await, 1);
}

#[tokio::test]
async fn a_proposal_takes_the_studied_cost_and_is_carried_out_once_its_documents_are_amended() {
    let city = City::new().await;
    let (staff, far) = (city.staff("can-bo", 2).await, city.staff("nguoi-xa", 3).await);
    let new = [
        ("thu-tuc", "HT-05"),
        ("co-quan", "quan-mot"),
        ("phan", "components"),
        ("bien-phap", "abolish"),
        ("tham-quyen", "own"),
        ("hien-nay", "Nộp giấy xác nhận"),
        ("de-xuat", "Tra dữ liệu sẵn có"),
        ("ly-do", "Người dân phải đi lại"),
        ("han", "2013-01-31"),
        ("so-1", "12/2010/QĐ-UBND"),
        ("dieu-1", "Điều 5"),
    ];
    let path = city.done("/ra-soat/phuong-an/moi", &staff, &new).await;
    let (_, page) = city.get(&path, &staff).await;
    for needle in ["1.123.200 đồng (30 %)", "/chi-phi/7/so-sanh", "12/2010/QĐ-UBND", "Bãi bỏ"] {
        assert!(page.contains(needle), "{needle}: {page}");
    }
    assert_eq!(city.get(&path, &far).await.0, StatusCode::NOT_FOUND);
    assert_eq!(city.get(&format!("{path}/thuc-thi"), &staff).await.0, StatusCode::CONFLICT);
    let verdict = [("ket-luan", "duyet"), ("quyet-dinh", "Quyết định 15/QĐ-UBND"), ("ngay", "2013-02-01")];
    city.done(&format!("{path}/quyet-dinh"), &staff, &verdict).await;
    let (_, list) = city.get("/ra-soat/phuong-an?trang-thai=qua-han", &staff).await;
    assert!(list.contains(&format!("{path}\"")), "its last day is over: {list}");
    let bare = [("can-cu", "Đã công bố lại"), ("ngay", "2013-02-05")];
    let (status, _) = city.post(&format!("{path}/thuc-thi"), &staff, &bare).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "its document was not amended");
    let whole = [("sua-1", "3/2013/QĐ-UBND"), ("can-cu", "Đã công bố lại"), ("ngay", "2013-02-05")];
    city.done(&format!("{path}/thuc-thi"), &staff, &whole).await;
    assert_eq!(city.number("SELECT COUNT(*) FROM simplification WHERE state = 'carried_out'").await, 1);
    let cut = SLICE.indicators.iter().find(|i| i.code == "procedures_cost_cut").unwrap().evidence;
    assert_eq!(
        city.number(&format!("SELECT CAST(SUM(numerator) AS BIGINT) FROM ({cut}) e")).await,
        1_123_200
    );
    assert_eq!(city.post(&format!("{path}/sua"), &staff, &new).await.0, StatusCode::CONFLICT);
}

#[tokio::test]
async fn candidates_name_the_reason_and_lead_into_the_plan() {
    let city = City::new().await;
    let staff = city.staff("can-bo", 1).await;
    let (status, page) = city.get("/ra-soat/ung-vien", &staff).await;
    assert_eq!(status, StatusCode::OK);
    for needle in ["50 %", "10 %", "Thiếu giấy tờ (15 lần)", "/ra-soat/viec/moi?thu-tuc=HT-05"] {
        assert!(page.contains(needle), "{needle}: {page}");
    }
    assert!(!page.contains("Đã có trong kế hoạch"), "{page}");
    city.planned(&staff).await;
    let (_, page) = city.get("/ra-soat/ung-vien", &staff).await;
    assert!(page.contains("Đã có trong kế hoạch:"), "{page}");
    let (_, none) = city.get("/ra-soat/ung-vien?q=khong+co", &staff).await;
    assert!(none.contains("Không có thủ tục nào để gợi ý"), "{none}");
    let (_, csv) = city.get("/ra-soat/ung-vien?dang=csv&q=ht-05", &staff).await;
    assert!(csv.contains("HT-05"), "{csv}");
}

/// A proposal of the first district on HT-05, with a document to amend or none.
const PROPOSAL: [(&str, &str); 7] = [
    ("thu-tuc", "HT-05"),
    ("co-quan", "quan-mot"),
    ("phan", "components"),
    ("bien-phap", "abolish"),
    ("hien-nay", "Nộp giấy xác nhận"),
    ("de-xuat", "Tra dữ liệu sẵn có"),
    ("ly-do", "Người dân phải đi lại"),
];

/// The questions of the shortest way: the procedure is not necessary.
const SHORT_WAY: [(&str, &[(&str, &str)]); 4] = [
    ("1", &[("p1-muc-tieu", "Biết ai sống ở đâu"), ("p1-con-can", "no")]),
    ("2", &[("p2-dat", "yes")]),
    ("3", &[("p3-co", "no")]),
    ("4", &[("p4-ket-luan", "no"), ("p4-ly-do", "Đã có dữ liệu")]),
];

impl City {
    /// Decides on a proposal of 1 February and carries it out on a day.
    async fn through(&self, path: &str, token: &str, on: &str) {
        let verdict =
            [("ket-luan", "duyet"), ("quyet-dinh", "Quyết định 15/QĐ-UBND"), ("ngay", "2013-02-01")];
        self.done(&format!("{path}/quyet-dinh"), token, &verdict).await;
        let carried = [("can-cu", "Đã công bố lại"), ("ngay", on)];
        self.done(&format!("{path}/thuc-thi"), token, &carried).await;
    }

    /// Answers a sheet the shortest way.
    async fn answered(&self, sheet: i64, token: &str) {
        for (number, answers) in SHORT_WAY {
            self.done(&format!("/ra-soat/phieu/{sheet}/cau/{number}"), token, answers).await;
        }
    }
}

#[tokio::test]
async fn two_proposals_on_one_study_save_once_and_another_agency_takes_no_study_of_this_one() {
    let city = City::new().await;
    let staff = city.staff("can-bo", 1).await;
    let first = city.done("/ra-soat/phuong-an/moi", &staff, &PROPOSAL).await;
    let second = city.done("/ra-soat/phuong-an/moi", &staff, &PROPOSAL).await;
    city.through(&first, &staff, "2013-02-05").await;
    city.through(&second, &staff, "2013-02-04").await;
    let cut = SLICE.indicators.iter().find(|i| i.code == "procedures_cost_cut").unwrap().evidence;
    let saved = format!("SELECT CAST(SUM(numerator) AS BIGINT) FROM ({cut}) e");
    assert_eq!(city.number(&saved).await, 1_123_200, "both stand on the same study");
    let counted = format!("SELECT MAX(record_id) FROM ({cut}) e");
    assert_eq!(city.number(&counted).await, 2, "the one carried out first");
    let elsewhere: Vec<(&str, &str)> =
        PROPOSAL.iter().map(|(n, v)| (*n, if *n == "co-quan" { "quan-hai" } else { *v })).collect();
    let path = city.done("/ra-soat/phuong-an/moi", &staff, &elsewhere).await;
    let (_, page) = city.get(&path, &staff).await;
    assert!(page.contains("Chưa có bảng tính chi phí trước và sau"), "{page}");
}

#[tokio::test]
async fn a_decision_a_rewriting_and_a_closing_fall_on_what_was_seen() {
    let city = City::new().await;
    let staff = city.staff("can-bo", 1).await;
    let path = city.done("/ra-soat/phuong-an/moi", &staff, &PROPOSAL).await;
    let (_, form) = city.get(&format!("{path}/quyet-dinh"), &staff).await;
    assert!(form.contains("name=\"phien_ban\" value=\"1\""), "{form}");
    let mut rewritten: Vec<(&str, &str)> = PROPOSAL.to_vec();
    rewritten.push(("phien_ban", "1"));
    city.done(&format!("{path}/sua"), &staff, &rewritten).await;
    let (status, page) = city.post(&format!("{path}/sua"), &staff, &rewritten).await;
    assert!(status == StatusCode::CONFLICT && page.contains("Đề xuất"), "{page}");
    let mut verdict =
        vec![("ket-luan", "duyet"), ("quyet-dinh", "Quyết định 15/QĐ-UBND"), ("ngay", "2013-02-01")];
    verdict.push(("phien_ban", "1"));
    let (status, page) = city.post(&format!("{path}/quyet-dinh"), &staff, &verdict).await;
    assert_eq!(status, StatusCode::CONFLICT, "{page}");
    assert_eq!(city.number("SELECT COUNT(*) FROM simplification WHERE state = 'approved'").await, 0);
    verdict.pop();
    verdict.push(("phien_ban", "2"));
    city.done(&format!("{path}/quyet-dinh"), &staff, &verdict).await;

    let new = [("mau", "procedure"), ("thu-tuc", "HT-05"), ("co-quan", "quan-mot")];
    city.done("/ra-soat/phieu/moi", &staff, &new).await;
    city.answered(1, &staff).await;
    let (_, sheet) = city.get("/ra-soat/phieu/1", &staff).await;
    assert!(sheet.contains("name=\"phien_ban\" value=\"5\""), "{sheet}");
    city.done("/ra-soat/phieu/1/cau/4", &staff, SHORT_WAY[3].1).await;
    let old = city.post("/ra-soat/phieu/1/xong", &staff, &[("phien_ban", "5")]).await;
    assert_eq!(old.0, StatusCode::CONFLICT, "an answer was changed meanwhile: {}", old.1);
    city.done("/ra-soat/phieu/1/xong", &staff, &[("phien_ban", "6")]).await;
}

#[tokio::test]
async fn a_row_taken_out_leaves_its_sheets_standing() {
    let city = City::new().await;
    let staff = city.staff("can-bo", 1).await;
    let row = city.planned(&staff).await;
    city.done("/ra-soat/phieu/moi", &staff, &[("mau", "procedure"), ("thu-tuc", "HT-05"), ("viec", "1")])
        .await;
    city.done(&format!("{row}/bo"), &staff, &[]).await;
    assert_eq!(city.number("SELECT COUNT(*) FROM review_sheet WHERE item_id IS NULL").await, 1);
    assert_eq!(city.get("/ra-soat/phieu/1", &staff).await.0, StatusCode::OK);
    city.answered(1, &staff).await;
    city.done("/ra-soat/phieu/1/xong", &staff, &[]).await;
}

#[tokio::test]
async fn a_sheet_finishes_a_row_of_its_own_procedure_and_agency_alone() {
    let city = City::new().await;
    let (staff, far) = (city.staff("can-bo", 1).await, city.staff("nguoi-xa", 3).await);
    city.planned(&staff).await;
    let own = [("mau", "procedure"), ("thu-tuc", "HT-05"), ("viec", "1")];
    let (status, _) = city.post("/ra-soat/phieu/moi", &far, &own).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "another agency's row");
    let other = [("mau", "procedure"), ("thu-tuc", "HT-01"), ("viec", "1")];
    let (status, page) = city.post("/ra-soat/phieu/moi", &staff, &other).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{page}");
    assert!(page.contains("Hãy chọn đúng thủ tục đó"), "{page}");
    assert_eq!(city.number("SELECT COUNT(*) FROM review_sheet").await, 0);
    // A row of a whole group is not finished by the sheet of one procedure.
    let group = [
        ("nam", "2013"),
        ("co-quan", "quan-mot"),
        ("nhom", "Nhóm thủ tục hộ tịch"),
        ("tu", "2013-02-10"),
        ("den", "2013-06-30"),
        ("can-cu", "choice"),
        ("san-pham", "Báo cáo"),
    ];
    city.done("/ra-soat/viec/moi", &staff, &group).await;
    assert_eq!(city.number("SELECT COUNT(*) FROM review_plan").await, 1, "both stand in one plan");
    city.done("/ra-soat/phieu/moi", &staff, &[("mau", "procedure"), ("thu-tuc", "HT-05"), ("viec", "2")])
        .await;
    city.answered(1, &staff).await;
    city.done("/ra-soat/phieu/1/xong", &staff, &[]).await;
    assert_eq!(city.number("SELECT COUNT(*) FROM review_item WHERE done_on IS NOT NULL").await, 0);
}

#[tokio::test]
async fn a_document_without_its_number_is_said_and_kept() {
    let city = City::new().await;
    let staff = city.staff("can-bo", 2).await;
    let mut typed: Vec<(&str, &str)> = PROPOSAL.to_vec();
    typed.extend([("so-1", "12/2010/QĐ-UBND"), ("dieu-2", "Điều 7"), ("sua-2", "Bỏ giấy xác nhận")]);
    let (status, page) = city.post("/ra-soat/phuong-an/moi", &staff, &typed).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{page}");
    for needle in ["Hãy ghi số, ký hiệu của văn bản này", "Điều 7", "Bỏ giấy xác nhận", "12/2010/QĐ-UBND"]
    {
        assert!(page.contains(needle), "{needle}: {page}");
    }
    assert_eq!(city.number("SELECT COUNT(*) FROM simplification").await, 0);
}

#[tokio::test]
async fn nothing_is_carried_out_before_it_was_decided() {
    let city = City::new().await;
    let staff = city.staff("can-bo", 2).await;
    let path = city.done("/ra-soat/phuong-an/moi", &staff, &PROPOSAL).await;
    let verdict = [("ket-luan", "duyet"), ("quyet-dinh", "Quyết định 15/QĐ-UBND"), ("ngay", "2013-02-01")];
    city.done(&format!("{path}/quyet-dinh"), &staff, &verdict).await;
    let before = [("can-cu", "Đã công bố lại"), ("ngay", "2013-01-31")];
    let (status, page) = city.post(&format!("{path}/thuc-thi"), &staff, &before).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("quyết định ngày 01/02/2013") && page.contains("Đã công bố lại"), "{page}");
    let same_day = [("can-cu", "Đã công bố lại"), ("ngay", "2013-02-01")];
    city.done(&format!("{path}/thuc-thi"), &staff, &same_day).await;
}

#[tokio::test]
async fn an_empty_list_offers_a_new_sheet_to_those_who_may_open_one() {
    let city = City::new().await;
    let writer = city.staff("can-bo", 1).await;
    let reader = staff(&city.city.app, "nguoi-xem", 1, &[VIEW]).await.unwrap().1;
    assert!(city.get("/ra-soat/phieu", &writer).await.1.contains("/ra-soat/phieu/moi"));
    let (status, page) = city.get("/ra-soat/phieu", &reader).await;
    assert!(status == StatusCode::OK && !page.contains("/ra-soat/phieu/moi"), "{page}");
}
