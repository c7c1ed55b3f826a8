//! What ships: the text of the mail, version 1.

use platform::error::Result;
use platform::notices::ship_template;
use platform::{Actor, App, Change};
use serde_json::json;

const CODE: &str = "briefs.week";
const SUBJECT: &str = "Bản tin tuần từ ngày {{ week }}: {{ agency }}, {{ late }} việc quá hạn";
const BODY: &str = "Bản tin tuần của {{ agency }}: {{ turned }} chỉ tiêu đổi trạng thái, {{ late }} việc quá hạn, {{ coming }} việc \
                    đến hạn trong hai tuần tới. Bản in kèm theo; mở liên kết để xem từng con số. Không muốn nhận nữa thì tắt \
                    ngay trên trang bản tin.";

/// Adds it where it is missing.
pub(super) async fn seed(app: App) -> Result<()> {
    let tx = app.store.write(&Actor::system()).await?;
    if !ship_template(&tx, CODE, SUBJECT, BODY).await? {
        return Ok(());
    }
    tx.journal(Change::of("briefs", "notice_template", 0, "ship").after(json!({"added": [CODE]}))).await?;
    tx.commit().await
}
