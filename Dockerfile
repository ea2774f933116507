# The base of the build stage can be replaced where no registry is at hand:
# --build-arg GO_IMAGE=…
ARG GO_IMAGE=docker.io/library/golang:1.26
ARG BUILDPLATFORM

FROM --platform=${BUILDPLATFORM} ${GO_IMAGE} AS build
ARG TARGETOS=linux
ARG TARGETARCH
ARG VERSION=dev
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 GOOS=${TARGETOS} GOARCH=${TARGETARCH} go build -trimpath -buildvcs=false \
      -ldflags="-s -w -buildid= -X main.release=${VERSION}" -o /out/writethru ./cmd/writethru \
 && mkdir -p /out/data

FROM scratch
ARG VERSION=dev
LABEL org.opencontainers.image.title="Writethru" \
      org.opencontainers.image.description="A feed publisher for stories that aren't over" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}"
# Roots for outgoing HTTPS. Mount your own over it where a private CA signs.
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY LICENSE /LICENSE
COPY --from=build /out/writethru /usr/bin/writethru
# Owned by the user here already, so that a new named volume is too. Temporary
# files live in it as well: the image has no /tmp.
COPY --from=build --chown=65532:65532 /out/data /data
ENV WRITETHRU_DATA=/data \
    WRITETHRU_POSTS=/posts \
    WRITETHRU_LISTEN=:8080
USER 65532:65532
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 CMD ["/usr/bin/writethru", "healthcheck"]
ENTRYPOINT ["/usr/bin/writethru"]
CMD ["serve"]
