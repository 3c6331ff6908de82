#!/usr/bin/env bash
# Installs the npm modules or the Python packages that the lock files in e2e/ name, once per content of those files,
# outside the checkout, and prints where they are.
#   tools.sh node    prints a folder for NODE_PATH    tools.sh python    prints a folder with bin/python
#   tools.sh simplesamlphp    prints the folder that its web server serves
set -euo pipefail
. "$(dirname "$0")/paths.sh"

content_of() { cat "$@" | sha256sum | cut -c1-16; }

install_node() {
  cp e2e/package.json e2e/package-lock.json "$1"
  npm ci --prefix "$1" --ignore-scripts --no-audit --no-fund --loglevel=error >&2
}

install_python() {
  python3 -m venv "$1"
  "$1/bin/pip" install --quiet --disable-pip-version-check --no-deps -r e2e/requirements.txt >&2
}

# Debian's package, unpacked beside the other tools: installed, it would start a web server.
install_simplesamlphp() {
  (cd "$1" && apt-get -q download simplesamlphp >&2 && dpkg -x simplesamlphp_*.deb . && rm simplesamlphp_*.deb)
}

case ${1:-} in
  node) files=(e2e/package.json e2e/package-lock.json) inside=/node_modules ;;
  python) files=(e2e/requirements.txt) inside= ;;
  simplesamlphp) files=(/etc/os-release) inside=/usr/share/simplesamlphp/www ;;
  *)
    echo "usage: tools.sh node|python|simplesamlphp" >&2
    exit 2
    ;;
esac

folder=$TOOLS/$1-$(content_of "${files[@]}")
mkdir -p "$TOOLS"
exec 9>"$TOOLS/$1.lock"
flock 9
# The mark is written last: an interrupted installation is made again. A venv cannot be moved, so it is made in place.
if [ ! -e "$folder/complete" ]; then
  rm -rf "$folder"
  mkdir -p "$folder"
  echo "installing the $1 tools" >&2
  "install_$1" "$folder"
  touch "$folder/complete"
fi
echo "$folder$inside"
