//! Why dossiers came back: counted by paper and reason, with the way to the dossiers, and told at the counter.

use super::acts::{asked, october};
use super::pages::Desk;
use super::*;
use axum::http::StatusCode;
use platform::Read;
use platform::access::Role;
use use_cases::{AskedPaper, AskedSupplement, ask_supplement, refuse_receipt};

/// A request for another declaration.
fn another_form() -> AskedSupplement {
    let paper = AskedPaper {
        component: "to-khai".to_owned(),
        name: "Tờ khai".to_owned(),
        reason_code: "wrong_form".to_owned(),
    };
    AskedSupplement { papers: vec![paper.clone(), paper], ..asked(october(31)) }
}

/// Three declarations on the wrong form, one dossier asked for as a whole, one refused.
async fn came_back(app: &App) {
    for key in ["a", "b", "c"] {
        let id = received(app, key).await;
        ask_supplement(app, &clerk(), id, None, &another_form()).await.unwrap();
    }
    let whole = received(app, "d").await;
    ask_supplement(app, &clerk(), whole, None, &asked(october(31))).await.unwrap();
    let refused = opened(app, filing("e")).await.id;
    refuse_receipt(app, &clerk(), refused, None, "not_competent", "Không cư trú tại phường").await.unwrap();
}

#[tokio::test]
async fn returns_are_counted_by_each_group_with_the_share_of_those_filed() {
    let city = city().await;
    let app = &city.app;
    came_back(app).await;
    let rows = "SELECT COUNT(*) FROM dossier_return";
    assert_eq!(app.store.number(rows, vec![]).await.unwrap(), 5, "the same paper and reason count once");
    let head = Desk::of(&city, "truongphong", Role::Head, WARD).await;
    let all = head.get("/ly-do-tra-lai").await;
    assert!(all.has("Tình trạng hôn nhân") && all.has("100 %"), "{}", all.text);
    let papers = head.get("/ly-do-tra-lai?nhom=giay-to&loai=bo-sung").await;
    // Three of the five that were filed.
    assert!(papers.has("Tờ khai") && papers.has("60 %") && papers.has("Cả hồ sơ"), "{}", papers.text);
    let reasons = head.get("/ly-do-tra-lai?nhom=ly-do").await;
    assert!(reasons.has("Sai mẫu đơn, tờ khai") && reasons.has("Không thuộc thẩm quyền"), "{}", reasons.text);
    assert!(head.get("/ly-do-tra-lai?nhom=thang").await.has("10/2012"));
    assert!(head.get("/ly-do-tra-lai?nhom=co-quan").await.has("UBND phường An Hòa"));
    let file = head.get("/ly-do-tra-lai?nhom=giay-to&loai=bo-sung&dang=csv").await;
    assert_eq!(file.text.lines().count(), 3, "{}", file.text);
    let other = Desk::of(&city, "noikhac", Role::Head, OTHER_WARD).await;
    assert!(other.get("/ly-do-tra-lai").await.has("Không có hồ sơ nào bị trả lại"));
}

#[tokio::test]
async fn every_figure_leads_to_its_dossiers() {
    let city = city().await;
    let app = &city.app;
    came_back(app).await;
    let head = Desk::of(&city, "truongphong", Role::Head, WARD).await;
    for (group, count) in
        [("thu-tuc", 5), ("giay-to&loai=bo-sung", 3), ("ly-do&loai=tu-choi", 1), ("thang", 5)]
    {
        let page = head.get(&format!("/ly-do-tra-lai?nhom={group}")).await;
        let link = page.text.split("href=\"/ly-do-tra-lai/ho-so?").nth(1).unwrap();
        let link = link.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
        let list = head.get(&format!("/ly-do-tra-lai/ho-so?{link}")).await;
        assert_eq!(list.text.matches("href=\"/ho-so/").count(), count, "{group}: {link}");
        assert!(!list.has("Nguyễn Văn Thưởng"), "no list of returns names a person");
    }
    let file = head.get("/ly-do-tra-lai/ho-so?dang=csv").await;
    assert_eq!(file.text.lines().count(), 6, "{}", file.text);
}

#[tokio::test]
async fn the_counter_is_told_beside_the_paper_what_is_often_wrong_with_it() {
    let city = city().await;
    let app = &city.app;
    let clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    assert!(!clerk.get("/quay/nhan?thu-tuc=HT-09").await.has("Hay phải bổ sung vì"));
    came_back(app).await;
    let form = clerk.get("/quay/nhan?thu-tuc=HT-09").await;
    assert!(form.has("Sai mẫu đơn, tờ khai (3 hồ sơ gần đây)"), "{}", form.text);
    assert!(!form.has("Thiếu giấy tờ (1"), "one dossier is not often: {}", form.text);
    let often = crate::one_stop::returns().often(app, "HT-09", at(3, 9, 0).day()).await.unwrap();
    assert_eq!(often.len(), 1);
    assert_eq!((often[0].component.as_str(), often[0].dossiers), ("to-khai", 3));
    let wrong = crate::one_stop::returns().wrong(app, at(3, 9, 0).day()).await.unwrap();
    assert_eq!(wrong.len(), 1);
    assert_eq!((wrong[0].name.as_str(), wrong[0].dossiers, wrong[0].filed), ("Tờ khai", 3, 5));
}

#[tokio::test]
async fn the_request_takes_a_reason_for_each_paper_from_the_citys_own_list() {
    let city = city().await;
    let app = &city.app;
    let own = json!([{"code": "faded", "vi": "Bản in mờ", "en": "Faded print"}, {"code": "missing", "vi": "Thiếu", "en": "Missing"}]);
    super::acts::rule(app, "one_stop.reasons.supplement", own).await;
    let clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let id = received(app, "a").await;
    let form = clerk.get(&format!("/ho-so/{id}/bo-sung")).await;
    assert!(
        form.has("Bản in mờ") && form.has("name=\"loai.1\"") && !form.has("Sai mẫu đơn"),
        "{}",
        form.text
    );
    let typed = |code: &'static str| {
        [
            ("loai-ly-do", "missing"),
            ("can.1", "in lại cho rõ"),
            ("loai.1", code),
            ("can.2", "thiếu trang 3"),
            ("nguoi-huong-dan", "Lê Thị Mai"),
            ("tra-loi-truoc", "31/10/2012"),
        ]
    };
    let unknown = clerk.deed(app, id, "bo-sung", &typed("wrong_form")).await;
    assert!(
        unknown.status == StatusCode::UNPROCESSABLE_ENTITY && unknown.has("f-loai-1-error"),
        "{}",
        unknown.text
    );
    assert_eq!(clerk.deed(app, id, "bo-sung", &typed("faded")).await.status, StatusCode::SEE_OTHER);
    let count = async |reason: &str, component: &str| {
        let sql = "SELECT COUNT(*) FROM dossier_return WHERE reason_code = $1 AND component = $2";
        app.store.number(sql, vec![reason.into(), component.into()]).await.unwrap()
    };
    assert_eq!(count("faded", "to-khai").await, 1);
    assert_eq!(count("missing", "so-ho-khau").await, 1);
}
