#!/usr/bin/env bash
# A client of the gateway in curl and openssl. It shares nothing with the library: paths, fields and the way
# of signing are written down here a second time, so that one side's misreading shows.
#
#   client.sh play < LINE       plays payments through; LINE is what `lianlian sandbox` prints first
#   client.sh seal PUBLIC       encrypts standard input into a pay_load
#   client.sh unseal PRIVATE    decrypts a pay_load
#
# Every reply and notification is verified with openssl before anything in it is read.
set -euo pipefail
export LC_ALL=C.UTF-8

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
  echo "client.sh: $*" >&2
  exit 1
}

texts() { python3 -S -E "$here/texts.py" "$@"; }
now() { TZ=UTC-8 date +%Y%m%d%H%M%S; }

# --- signatures ------------------------------------------------------------------------------------------

# signed MEMBER=TEXT…: the message with its signature, on standard output.
signed() {
  local message sign
  message=$(texts compose "$work/source" oid_partner="$merchant" sign_type=RSA "$@")
  sign=$(openssl dgst -md5 -sign "$merchant_key" "$work/source" | openssl base64 -A)
  # Base64 needs no escapes in JSON.
  printf '%s, "sign": "%s"}' "${message%\}}" "$sign"
}

# The members of the message that was read last.
declare -A got=()

# read_message FILE [FIELD…]: leaves the members in `got`, and what they are signed over, but for the fields,
# in $work/source.
read_message() {
  local name value
  texts read "$work/source" "${@:2}" < "$1" > "$work/members"
  got=()
  while IFS= read -r -d '' name && IFS= read -r -d '' value; do
    got[$name]=$value
  done < "$work/members"
}

# verified FILE WHAT [FIELD…]: reads a message, and ends the script unless the gateway signed it, but for the
# fields.
verified() {
  read_message "$1" "${@:3}"
  printf %s "${got[sign]-}" | openssl base64 -d -A > "$work/signature"
  openssl dgst -md5 -verify "$gateway_key" -signature "$work/signature" "$work/source" > /dev/null ||
    fail "$2: openssl does not verify it: $(cat "$1")"
  echo "verified $2"
}

# is FIELD TEXT: ends the script unless the message that was read last says so.
is() {
  [[ ${got[$1]-} == "$2" ]] || fail "$1 is '${got[$1]-}', not '$2'; ret_msg: ${got[ret_msg]-}"
}

# --- pay_load --------------------------------------------------------------------------------------------

# Base64 in lines of 76 characters, as the vendor's encryptor writes it.
lines() { openssl base64 -A | fold -w 76; }
hex() { od -An -v -tx1 | tr -d ' \n'; }
oaep=(-pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha1 -pkeyopt rsa_mgf1_md:sha1)

# A key or nonce: so many characters of 0-9 and A-Z. (head ends the pipe early on purpose.)
drawn() { (set +o pipefail; tr -dc '0-9A-Z' < /dev/urandom | head -c "$1"); }

# The counter block begins with the nonce and counts from 1.
aes() { openssl enc "$1" -aes-256-ctr -K "$2" -iv "${3}0000000000000001"; }

mac() { openssl dgst -sha256 -mac HMAC -macopt "hexkey:$1" -binary; }

# seal PUBLIC: the pay_load of standard input.
seal() {
  local hmac_key aes_key nonce covered
  hmac_key=$(drawn 32) aes_key=$(drawn 32) nonce=$(drawn 8)
  wrapped() { printf %s "$2" | openssl pkeyutl -encrypt -pubin -inkey "$1" "${oaep[@]}" | lines; }
  covered=$(printf %s "$nonce" | lines)\$$(aes -e "$(printf %s "$aes_key" | hex)" "$(printf %s "$nonce" | hex)" | lines)
  printf 'lianpay1_0_1$%s$%s$%s$%s' "$(wrapped "$1" "$hmac_key")" "$(wrapped "$1" "$aes_key")" "$covered" \
    "$(printf %s "$covered" | mac "$(printf %s "$hmac_key" | hex)" | lines)"
}

# unseal PRIVATE: the message in the pay_load on standard input.
unseal() {
  local text parts
  text=$(cat)
  mapfile -d '$' -t parts < <(printf %s "$text")
  [[ ${#parts[@]} == 6 && ${parts[0]} == lianpay1_0_1 ]] || fail "this is no pay_load"
  bytes() { printf '%s\n' "$1" | tr -d '\r\n' | openssl base64 -d -A; }
  unwrapped() { bytes "$2" | openssl pkeyutl -decrypt -inkey "$1" "${oaep[@]}" | hex; }
  [[ $(printf '%s$%s' "${parts[3]}" "${parts[4]}" | mac "$(unwrapped "$1" "${parts[1]}")" | hex) == \
    "$(bytes "${parts[5]}" | hex)" ]] || fail "the MAC of the pay_load is wrong"
  bytes "${parts[4]}" | aes -d "$(unwrapped "$1" "${parts[2]}")" "$(bytes "${parts[3]}" | hex)"
}

# --- HTTP ------------------------------------------------------------------------------------------------

http=(curl --silent --show-error --noproxy '*' --max-time 30)

# post PATH FILE OUT: posts a JSON message, and prints the HTTP status.
post() {
  "${http[@]}" -H 'Content-Type: application/json;charset=utf-8' --data-binary "@$2" -o "$3" \
    -w '%{http_code}' "$url$1"
}

# call WHAT PATH MEMBER=TEXT…: a call from the server; its verified reply is left in $work/reply.
call() {
  local what=$1 path=$2
  shift 2
  signed "$@" > "$work/message"
  answered "$what" "$path"
}

# call_sealed WHAT PATH MEMBER=TEXT…: a call whose message travels encrypted.
call_sealed() {
  local what=$1 path=$2
  shift 2
  signed "$@" > "$work/inner"
  local sealed
  sealed=$(seal "$gateway_key" < "$work/inner")
  printf '{"oid_partner":"%s","pay_load":"%s"}' "$merchant" "${sealed//$'\n'/\\n}" > "$work/message"
  answered "$what" "$path"
}

unsigned=()
answered() {
  local status
  status=$(post "$2" "$work/message" "$work/reply")
  [[ $status == 200 ]] || fail "$1: HTTP status $status: $(cat "$work/reply")"
  verified "$work/reply" "$1" "${unsigned[@]}"
}

# pay NO_ORDER: what the payer does, by the sandbox's own address.
pay() {
  "${http[@]}" --fail -X POST -o "$work/state" "$url/sandbox/orders/$1/pay" || fail "$1 cannot be paid"
}

# Bodies that were posted to the shop, by path.
declare -A posted=()

# notified WHAT PATH: waits for what is posted to the shop at this path, and leaves it in $work/told.
notified() {
  local path body
  until [[ ${posted[$2]+there} ]]; do
    read -r -t 30 -u "${catcher[0]}" path body || fail "$1: nothing was posted to the shop"
    posted[$path]=$body
  done
  printf %s "${posted[$2]}" | openssl base64 -d -A > "$work/told"
}

# --- what is played --------------------------------------------------------------------------------------

risk_item='{"frms_ware_category":"2009","user_info_mercht_userno":"shopper-17","user_info_dt_register":"20250101080000","goods_name":"羽毛球"}'

# What every order has.
order_of() {
  order=(no_order="$1" dt_order="$(now)" money_order="$2" busi_partner=109001 user_id=shopper-17
    name_goods='羽毛球 & "set" + 1' info_order='a=b&c' notify_url="$shop/$3" risk_item="$risk_item")
}

direct_pay() {
  order_of IND-DIRECT 0.03 direct
  call 'the order' /llwalletapi/combinepay.htm "${order[@]}" pay_type=L
  is ret_code 0000
  [[ -n ${got[payLoad]-} ]] || fail 'the order has nothing to scan'
  pay IND-DIRECT
  notified 'the order' /direct
  verified "$work/told" 'the notification of the order'
  is result_pay SUCCESS
  is money_order 0.03
  call 'the query of the order' /llwalletapi/orderquery.htm no_order=IND-DIRECT
  is result_pay SUCCESS
  is no_order IND-DIRECT
  echo 'complete direct pay'
}

# submit: presses the button of the page in $work/page, which came from $page_url.
submit() {
  local form
  mapfile -t form < <(python3 -S -E "$here/page.py" "$page_url" < "$work/page")
  posted_to=${form[0]}
  page_url=$("${http[@]}" --fail -L --data-raw "${form[1]}" -o "$work/page" -w '%{url_effective}' "${form[0]}") ||
    fail "the page at ${form[0]} cannot be submitted"
}

redirect() {
  order_of IND-PAGE 0.02 page
  signed "${order[@]}" version=1.1 timestamp="$(now)" userreq_ip=203_0_113_7 \
    url_return="$shop/back?from=page" > "$work/message"
  page_url=$("${http[@]}" --fail -L --data-raw "$(texts encode < "$work/message")" -o "$work/page" \
    -w '%{url_effective}' "$url/aggregateweb/gateway.htm") || fail 'the form is refused'
  # The hosted page, and what comes between it and the way back.
  local pressed=0
  posted_to=
  until [[ $posted_to == "$shop"/* ]]; do
    ((++pressed <= 5)) || fail 'the pages do not lead back to the shop'
    submit
  done
  notified 'the page' '/back?from=page'
  texts decode < "$work/told" > "$work/back"
  verified "$work/back" 'the synchronous notification'
  is result_pay SUCCESS
  is no_order IND-PAGE
  notified 'the page' /page
  verified "$work/told" 'the notification of the page'
  is no_order IND-PAGE
  call 'the query of the page' /llwalletapi/orderquery.htm no_order=IND-PAGE
  is result_pay SUCCESS
  echo 'complete redirect'
}

easypay() {
  order_of IND-CARD 0.02 card
  call 'the card order' /easypay.htm "${order[@]}" api_version=1.0 pay_type=M id_type=0 \
    id_no=110101199001010000 acct_name=张三 card_no=6222000000001234 bind_mob=13800005678
  is ret_code 0000
  [[ -n ${got[token]-} ]] || fail 'the card order asks for no SMS code'
  call 'the SMS code' /easypayverify.htm no_order=IND-CARD dt_order="${order[1]#*=}" money_order=0.02 \
    token="${got[token]}" verify_code="${SMS_CODE:?the code that the sandbox takes}"
  is result_pay SUCCESS
  notified 'the card order' /card
  verified "$work/told" 'the notification of the card order'
  is result_pay SUCCESS
  # Documented as not signed.
  unsigned=(bank_name memo)
  call 'the query of the card order' /orderquery.htm no_order=IND-CARD dt_order="${order[1]#*=}" \
    query_version=1.1
  unsigned=()
  is result_pay SUCCESS
  echo 'complete easypay'
}

payout() {
  call_sealed "$3" /paymentapi/payment.htm api_version=1.1 no_order="$1" dt_order="$(now)" money_order=0.04 \
    flag_card=0 card_no=6222000000001234 acct_name=张三 info_order=salary memo=工资 notify_url="$shop/$2"
}

instant() {
  payout IND-OUT out 'the payout'
  is ret_code 0000
  notified 'the payout' /out
  verified "$work/told" 'the notification of the payout'
  is result_pay SUCCESS

  # The same card and amount once more looks like a repetition.
  payout IND-HELD held 'the held payout'
  is ret_code 4002
  call_sealed 'the confirmation' /paymentapi/confirmPayment.htm api_version=1.1 no_order=IND-HELD \
    confirm_code="${got[confirm_code]}" notify_url="$shop/held"
  is ret_code 0000
  notified 'the held payout' /held
  verified "$work/told" 'the notification of the held payout'
  is result_pay SUCCESS
  call 'the query of the held payout' /paymentapi/queryPayment.htm no_order=IND-HELD api_version=1.0
  is result_pay SUCCESS
  echo 'complete instant payout'
}

# refund_of NO_REFUND MONEY: asks for part of the direct payment's money.
refund_of() {
  signed no_refund="$1" dt_refund="$refunded_at" money_refund="$2" no_order=IND-DIRECT \
    notify_url="$shop/refund" > "$work/message"
}

refund() {
  local refunded_at
  refunded_at=$(now)
  refund_of IND-BACK 0.01
  answered 'the refund' /refund.htm
  is ret_code 0000
  is money_refund 0.01
  # Of 0.03, 0.02 are left.
  refund_of IND-TOO-MUCH 0.03
  answered 'the refund of too much' /refund.htm
  [[ ${got[ret_code]-} != 0000 ]] || fail 'more is refunded than was paid'
  call 'the query of the refund' /refundquery.htm no_refund=IND-BACK dt_refund="$refunded_at"
  is money_refund 0.01
  [[ ${got[sta_refund]-} == [012] ]] || fail "the refund failed: $(cat "$work/reply")"
  echo 'complete refund'
}

play() {
  head -n 1 > "$work/line"
  read_message "$work/line"
  url=${got[url]} merchant=${got[oid_partner]}
  merchant_key=${got[merchant_key]} gateway_key=${got[gateway_key]}
  coproc catcher { exec python3 "$here/catcher.py"; }
  local port
  read -r -t 30 -u "${catcher[0]}" port || fail 'the catcher does not start'
  shop=http://127.0.0.1:$port
  direct_pay
  redirect
  easypay
  instant
  refund
}

case "${1-}" in
  play) play ;;
  seal) seal "${2:?a public key}" ;;
  unseal) unseal "${2:?a private key}" ;;
  *) fail 'play, seal or unseal?' ;;
esac
