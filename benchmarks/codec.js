// The codec that a page prefers for its pictures. Runs before anything else; one expression, called with a name.
(codec) => {
  const prefer = RTCRtpTransceiver.prototype.setCodecPreferences;
  RTCRtpTransceiver.prototype.setCodecPreferences = function (codecs) {
    const first = codecs.filter(({ mimeType }) => mimeType.toUpperCase() === `VIDEO/${codec}`);
    prefer.call(this, [...first, ...codecs.filter((one) => !first.includes(one))]);
  };
}
