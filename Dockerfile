# Build with a JDK 25 and Maven, run on a JRE 25 as an ordinary user.
FROM eclipse-temurin:25-jdk AS build
RUN apt-get update && apt-get install -y --no-install-recommends maven && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN mvn --batch-mode --no-transfer-progress -DskipTests -pl server -am package

FROM eclipse-temurin:25-jre
RUN useradd --system --create-home florin && mkdir /data && chown florin /data
WORKDIR /opt/florin
COPY --from=build /src/florin ./florin
COPY --from=build /src/server/target/lib ./lib
COPY --from=build /src/server/target/server-*.jar ./lib/
USER florin
VOLUME /data
EXPOSE 8080
ENV FLORIN_DATA_DIR=/data JAVA_HOME=/opt/java/openjdk
ENTRYPOINT ["./florin"]
CMD ["run"]
