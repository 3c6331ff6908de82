/// Browsers send CR LF, whatever was typed.
pub(super) fn unix(text: &str) -> String {
    text.replace("\r\n", "\n")
}
