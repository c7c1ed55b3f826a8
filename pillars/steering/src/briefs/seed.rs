//! What ships: the text of the mail, version 1.

use platform::App;
use platform::error::Result;
use platform::notices;

const CODE: &str = "briefs.week";
const SUBJECT: &str = "Bản tin tuần từ ngày {{ week }}: {{ agency }}, {{ late }} việc quá hạn";
const BODY: &str = "Bản tin tuần của {{ agency }}: {{ turned }} chỉ tiêu đổi trạng thái, {{ late }} việc quá hạn, {{ coming }} việc \
                    đến hạn trong hai tuần tới. Bản in kèm theo; mở liên kết để xem từng con số. Không muốn nhận nữa thì tắt \
                    ngay trên trang bản tin.";

/// Adds it where it is missing.
pub(super) async fn seed(app: App) -> Result<()> {
    notices::ship_all(&app, "briefs", &[(CODE, SUBJECT, BODY)]).await
}
